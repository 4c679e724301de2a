import { exitCodes, type ExitCode } from '../exit-code';
export function runInit(): ExitCode { return exitCodes.done; }
