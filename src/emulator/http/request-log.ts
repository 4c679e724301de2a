import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One request and how it ended, without credentials. */
export interface LoggedRequest {
  readonly time: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** 0 when the connection was cut instead of an answer. */
  readonly status: number;
  readonly milliseconds: number;
  readonly client?: string | undefined;
  readonly correlation?: string | undefined;
  readonly caller?: object | undefined;
  readonly body?: unknown;
  /** Faults of the script that went off. */
  readonly faults?: readonly string[] | undefined;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  /** JSON lines, the oldest first. */
  text(): string;
  close(): void;
}

/** How many requests are kept in memory. */
const kept = 10_000;
/** A log that grows beyond this becomes `requests.1.jsonl`, and a new one begins. */
const maximumLength = 64 * 1024 * 1024;

export const requestLogFile = 'requests.jsonl';

/** Milliseconds. */
const gatherFor = 20;

/** The requests of this run: the last of them in memory and, with a folder, all in `requests.jsonl`. */
export function openRequestLog(folder: string | undefined): RequestLog {
  const lines: string[] = [];
  const file = folder === undefined ? undefined : openLogFile(join(folder, requestLogFile));
  return {
    add(request) {
      const line = JSON.stringify(request);
      lines.push(line);
      if (lines.length > kept * 2) lines.splice(0, kept); // now and then, because splicing moves all of them
      file?.append(`${line}\n`);
    },
    text() {
      file?.flush();
      return lines.slice(-kept).join('\n') + (lines.length > 0 ? '\n' : '');
    },
    close: () => file?.close(),
  };
}

/** Lines are gathered for a moment, because a write for each of them costs a request a tenth of its time. */
function openLogFile(path: string) {
  const open = (): number => openSync(path, 'w', 0o600);
  let file = open();
  let length = 0;
  let waiting = '';
  const flush = (): void => {
    if (waiting === '') return;
    if (length > maximumLength) {
      closeSync(file);
      renameSync(path, path.replace(/\.jsonl$/, '.1.jsonl'));
      file = open();
      length = 0;
    }
    writeSync(file, waiting);
    length += waiting.length;
    waiting = '';
  };
  return {
    flush,
    append(text: string): void {
      if (waiting === '') setTimeout(flush, gatherFor).unref();
      waiting += text;
    },
    close(): void {
      flush();
      closeSync(file);
    },
  };
}
