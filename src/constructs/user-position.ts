import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IConstruct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { projectContextOf } from './project-context';

/** The folder of this package's code: its frames are not the user's. The project may lie around it, as in this repository. */
const packageFolder = path.dirname(__dirname);

/** Deep enough to get from a construct's constructor out of this package. */
const framesToLookAt = 30;

/** The line of the user's code that is running now. */
export function userPosition(construct: IConstruct): SourcePosition | undefined {
  const { projectFolder } = projectContextOf(construct);
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = framesToLookAt;
  Error.captureStackTrace(holder, userPosition);
  const { stack } = holder; // formatted when read, so with the limit still raised
  Error.stackTraceLimit = limit;
  return firstUserFrame(stack ?? '', projectFolder);
}

/** The innermost frame that is neither this package's, nor a dependency's, nor Node's. */
export function firstUserFrame(stack: string, projectFolder: string): SourcePosition | undefined {
  for (const frame of stack.split('\n')) {
    const position = parseFrame(frame);
    if (!position || isInside(packageFolder, position.file)) continue;
    const file = relativeToProject(projectFolder, position.file);
    if (!file.split('/').includes('node_modules')) return { file, line: position.line };
  }
  return undefined;
}

/** The file as diagnostics name it, with forward slashes on every system. */
export function relativeToProject(projectFolder: string, file: string): string {
  return path.relative(projectFolder, file).replaceAll('\\', '/');
}

/** Understands `at name (/file:1:2)`, `at /file:1:2` and `at async file:///file:1:2`. */
function parseFrame(frame: string): SourcePosition | undefined {
  const [, location, line] = /^\s*at (?:.*? \()?(?:async )?(.+?):(\d+):\d+\)?$/.exec(frame) ?? [];
  if (!location || !line) return undefined;
  const file = location.startsWith('file://') ? fileURLToPath(location) : location;
  return path.isAbsolute(file) ? { file, line: Number(line) } : undefined;
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
