import stringWidth from 'string-width';
import { neutralise } from './neutralise';

/** What a piece of text means; colour only repeats what words and symbols say. */
export type Style =
  'plain' | 'heading' | 'quiet' | 'add' | 'change' | 'destroy' | 'adopt' | 'error' | 'warning';

declare const made: unique symbol;

/** A piece of a line. Only `span` and `solid` make one, and they neutralise it: nothing else reaches a terminal. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  /** Never broken over lines. */
  readonly solid: boolean;
  readonly [made]: true;
}

export type Line = readonly Span[];

export function span(text: string, style: Style = 'plain'): Span {
  return { text: neutralise(text), style, solid: false } as Span;
}

/** An id or address: longer than the line rather than broken. */
export function solid(text: string, style: Style = 'plain'): Span {
  return { ...span(text, style), solid: true };
}

/** The same span with other text that is part of its own. */
export function sliceOf(whole: Span, text: string): Span {
  return { ...whole, text };
}

/** Columns that a line takes. */
export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

export function textWidth(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}
