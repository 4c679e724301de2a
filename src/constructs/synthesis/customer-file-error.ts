import path from 'node:path';
import { isNativeError } from 'node:util/types';
import { diagnostic, type Diagnostic, type SourcePosition } from '../../diagnostics';
import { firstUserFrame, relativeToProject } from '../user-position';

interface FailedFile {
  readonly customer: string;
  /** Where the position cannot be found out, the file that was run. */
  readonly file?: string;
  readonly projectFolder: string;
}

/** A customer file that could not be run: the message and the line, without a stack trace. */
export function customerFileThrew(error: unknown, { customer, file, projectFolder }: FailedFile): Diagnostic {
  const thrown = isNativeError(error) ? error : undefined; // unlike instanceof, true for an error of another realm
  const message = thrown?.message ?? String(error);
  const source =
    positionInMessage(message, projectFolder) ??
    firstUserFrame(thrown?.stack ?? '', projectFolder) ??
    (file === undefined ? undefined : { file: relativeToProject(projectFolder, file), line: 1 });
  return diagnostic('customer_file_threw', { detail: readable(message, projectFolder), customer, source });
}

/** A file that cannot be parsed has no frames: the parser puts the position at the end of its message. */
function positionInMessage(message: string, projectFolder: string): SourcePosition | undefined {
  const [, file, line] = /^ *(\S.*):(\d+):\d+ *$/m.exec(message) ?? [];
  if (!file || !line || !path.isAbsolute(file)) return undefined;
  return { file: relativeToProject(projectFolder, file), line: Number(line) };
}

/** The first line, without the absolute folder, which differs from machine to machine. */
function readable(message: string, projectFolder: string): string {
  const [first = ''] = message.trim().split('\n');
  return first.replaceAll(`${projectFolder}${path.sep}`, '').trim() || 'It threw without a message.';
}
