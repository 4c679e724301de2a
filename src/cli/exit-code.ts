/** What a command's exit code says. */
export const exitCodes = {
  done: 0,
  error: 1,
  /** Changes are planned (with --detailed-exitcode) or there is drift. */
  changes: 2,
  refusedByCheck: 3,
  declined: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const gravest: readonly ExitCode[] = [
  exitCodes.error,
  exitCodes.refusedByCheck,
  exitCodes.declined,
  exitCodes.changes,
  exitCodes.done,
];

/** One code for many customers: the gravest of them. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  return gravest.find((code) => codes.includes(code)) ?? exitCodes.done;
}
