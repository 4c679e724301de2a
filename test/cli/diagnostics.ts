/** A diagnostic as it was shown. */
export interface Shown {
  readonly severity: 'Error' | 'Warning';
  readonly code: string;
  /** Construct and file position, as far as they were shown. */
  readonly place: string;
  /** Detail and hint, without the bars. */
  readonly text: string;
}

/** The diagnostics in what a command printed, in their order. */
export function diagnosticsIn(output: string): Shown[] {
  return [...output.matchAll(/^╷\n([\s\S]*?)^╵/gm)].map(([, box = '']) => {
    const lines = box.split('\n').map((line) => line.replace(/^│ ?/, ''));
    const head = lines.slice(0, lines.indexOf(''));
    const place = head.findIndex((line) => line.startsWith('  at '));
    const title = head.slice(0, place < 0 ? undefined : place).join(' ');
    const [, severity, code = ''] = /^(Error|Warning): .* \((\w+)\)$/.exec(title) ?? [];
    if (!severity) throw new Error(`This is no diagnostic:\n${box}`);
    return {
      severity: severity as Shown['severity'],
      code,
      place: place < 0 ? '' : head.slice(place).join(' ').replace(/\s+/g, ' ').trim(),
      text: lines
        .slice(lines.indexOf('') + 1)
        .join('\n')
        .trim(),
    };
  });
}

export function codesIn(output: string): string[] {
  return diagnosticsIn(output).map(({ code }) => code);
}

/** A text without white space and bars, so that it does not matter where lines were broken. */
export function flat(text: string): string {
  return text.replace(/[\s│]+/g, '');
}

/** Longest line, in characters. */
export function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}
