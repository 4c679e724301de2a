import { codeUnitEscapes } from '../terminal/neutralise';

/** A report as JSON text that is safe to print: what could steer a terminal is written as `\uXXXX`, the same value. */
export function jsonText(report: object): string {
  return codeUnitEscapes(JSON.stringify(report, null, 2));
}
