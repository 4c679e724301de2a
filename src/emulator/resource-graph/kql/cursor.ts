import { QueryError } from './query';
import type { Token } from './query';

/** Reads tokens one after the other. */
export class Cursor {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get next(): Token | undefined {
    return this.tokens[this.position];
  }

  get afterNext(): Token | undefined {
    return this.tokens[this.position + 1];
  }

  get isAtEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  /** Takes the next token when it is this mark or keyword. */
  take(value: string): boolean {
    const token = this.next;
    const isIt = token && token.kind !== 'text' && token.value.toLowerCase() === value;
    if (isIt) this.position += 1;
    return isIt === true;
  }

  expect(value: string): void {
    if (!this.take(value)) throw this.failure();
  }

  takeKind(kind: Token['kind']): Token {
    const token = this.next;
    if (token?.kind !== kind) throw this.failure();
    this.position += 1;
    return token;
  }

  takeName(): string {
    return this.takeKind('word').value;
  }

  takeNumber(): number {
    return Number(this.takeKind('number').value);
  }

  /** A number of rows. */
  takeCount(): number {
    if (!/^\d+$/.test(this.next?.value ?? '')) throw this.failure();
    return this.takeNumber();
  }

  /** A list of at least one, with commas between. */
  list<T>(read: () => T): readonly T[] {
    const items = [read()];
    while (this.take(',')) items.push(read());
    return items;
  }

  /** Reads something nested; too deep is taken for a mistake. */
  nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > 60) throw this.failure();
    const result = read();
    this.depth -= 1;
    return result;
  }

  failure(code: QueryError['code'] = 'ParserFailure'): QueryError {
    const last = this.tokens.at(-1);
    const end = {
      value: '<EOF>',
      line: last?.line ?? 1,
      position: (last?.position ?? 0) + (last?.value.length ?? 0),
    };
    return new QueryError(code, this.next ?? end);
  }
}
