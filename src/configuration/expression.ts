/** A value of Terraform's language, as far as our grammar has it. */
export type ExpressionValue = string | number;

/** The closed grammar of what tilldela emits: references, texts, numbers, calls, and one form of condition. */
export type Expression =
  | { readonly kind: 'value'; readonly value: ExpressionValue }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'reference'; readonly path: readonly ExpressionValue[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'if-less';
      readonly left: Expression;
      readonly right: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

/** What tilldela emits is a few levels deep; a text of thousands would exhaust the stack. */
const deepest = 50;

/** The text is outside the grammar; `position` counts characters from 0. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** Parses a string of the configuration, in which Terraform evaluates `${...}`. Throws ExpressionError. */
export function parseTemplate(text: string): Expression {
  return new ExpressionParser(text).template(false);
}

/** Reads one text from left to right. A class because all methods share the position. */
class ExpressionParser {
  private position = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  /** A sequence of literal text and `${...}`; inside quotes it ends at the closing quote. */
  template(isQuoted: boolean): Expression {
    const parts: Expression[] = [];
    let literal = '';
    const endLiteral = (): void => {
      if (literal) parts.push({ kind: 'value', value: literal });
      literal = '';
    };
    while (this.position < this.text.length && !(isQuoted && this.peek('"'))) {
      if (this.take('$${')) literal += '${';
      else if (this.take('%%{')) literal += '%{';
      else if (this.peek('%{')) this.fail('directives are not supported');
      else if (this.take('${')) {
        endLiteral();
        parts.push(this.expression());
        this.expect('}');
      } else literal += isQuoted ? this.quotedCharacter() : this.text.charAt(this.position++);
    }
    endLiteral();
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'template', parts };
  }

  private expression(): Expression {
    const left = this.operand();
    this.skipBlanks();
    if (!this.take('<')) return left;
    const right = this.operand();
    this.expect('?');
    const then = this.operand();
    this.expect(':');
    return { kind: 'if-less', left, right, then, otherwise: this.operand() };
  }

  private operand(): Expression {
    if (this.depth === deepest) this.fail('it is nested too deeply');
    this.depth += 1;
    const operand = this.operandHere();
    this.depth -= 1;
    return operand;
  }

  private operandHere(): Expression {
    this.skipBlanks();
    if (this.take('"')) {
      const text = this.template(true);
      this.expect('"');
      return text;
    }
    const number = this.match(/\d+/y);
    if (number !== undefined) return { kind: 'value', value: Number(number) };
    const name =
      this.match(/[A-Za-z_][\w-]*/y) ?? this.fail('expected a reference, text, number or function');
    return this.take('(') ? this.call(name) : this.reference(name);
  }

  private call(name: string): Expression {
    const operands: Expression[] = [];
    this.skipBlanks();
    while (!this.take(')')) {
      if (operands.length > 0) this.expect(',');
      operands.push(this.expression());
      this.skipBlanks();
    }
    return { kind: 'call', name, arguments: operands };
  }

  private reference(root: string): Expression {
    const path: ExpressionValue[] = [root];
    for (;;) {
      if (this.take('.')) path.push(this.match(/[\w-]+/y) ?? this.fail('expected a name after the dot'));
      else if (this.take('[')) {
        const index = this.operand();
        if (index.kind !== 'value') this.fail('an index is a number or a text');
        else path.push(index.value);
        this.expect(']');
      } else return { kind: 'reference', path };
    }
  }

  private quotedCharacter(): string {
    if (!this.take('\\')) return this.text.charAt(this.position++);
    const escaped = this.text.charAt(this.position++);
    const meaning = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' }[escaped];
    return meaning ?? this.fail(`unknown escape \\${escaped}`);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private peek(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  private take(token: string): boolean {
    if (!this.peek(token)) return false;
    this.position += token.length;
    return true;
  }

  private expect(token: string): void {
    if (token !== '"') this.skipBlanks();
    if (!this.take(token)) this.fail(`expected ${token}`);
  }

  private skipBlanks(): void {
    this.match(/\s*/y);
  }

  private fail(message: string): never {
    throw new ExpressionError(message, this.position);
  }
}
