import { exitCodes, type ExitCode } from '../exit-code';
export function runTour(): ExitCode { return exitCodes.done; }
