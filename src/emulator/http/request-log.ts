import { appendFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
}

/** How many requests are kept in memory. */
const kept = 10_000;
/** A log that grows beyond this becomes `requests.1.jsonl`, and a new one begins. */
const maximumBytes = 64 * 1024 * 1024;

/** The requests of this run: the last of them in memory and, with a folder, all in `requests.jsonl`. */
export function openRequestLog(folder: string | undefined): RequestLog {
  const lines: string[] = [];
  const file = folder === undefined ? undefined : join(folder, requestLogFile);
  if (file !== undefined) writeFileSync(file, '', { mode: 0o600 });
  return {
    add(request) {
      const line = JSON.stringify(request);
      lines.push(line);
      if (lines.length > kept * 2) lines.splice(0, kept); // now and then, because splicing moves all of them
      if (file !== undefined) append(file, `${line}\n`);
    },
    text: () => lines.slice(-kept).join('\n') + (lines.length > 0 ? '\n' : ''),
  };
}

export const requestLogFile = 'requests.jsonl';

/** A log that cannot be written must not stop the service: its folder may be deleted under it. */
function append(file: string, line: string): void {
  try {
    if (statSync(file).size > maximumBytes) renameSync(file, file.replace(/\.jsonl$/, '.1.jsonl'));
    appendFileSync(file, line, { mode: 0o600 });
  } catch {
    // what is in memory is still there
  }
}
