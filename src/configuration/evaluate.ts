import { parseGuid, uuidv5 } from '../model';
import type { Expression, ExpressionValue } from './expression';

/** What an expression is evaluated against. */
export interface Surroundings {
  /** The instant that `plantimestamp()` gives, RFC 3339. */
  readonly asOf: string;
  /** The value of a reference; undefined where there is no such thing. */
  readonly valueOf: (path: readonly ExpressionValue[]) => ExpressionValue | undefined;
}

/** The expression is in the grammar, and means nothing here. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

type Call = (surroundings: Surroundings, values: readonly ExpressionValue[]) => ExpressionValue;

/** Terraform's functions of the same names, as far as tilldela emits them. */
const functions: Readonly<Record<string, Call>> = {
  lower: (_, [text]) => textOf(text).toLowerCase(),
  uuidv5: (_, [namespace, name]) => {
    const owner = parseGuid(textOf(namespace));
    if (!owner) throw new EvaluationError('the namespace of uuidv5 is no GUID');
    return uuidv5(owner, textOf(name));
  },
  plantimestamp: ({ asOf }) => asOf,
  timecmp: (_, [left, right]) => Math.sign(instantOf(left) - instantOf(right)),
};

/** The value of an expression. Throws EvaluationError. */
export function evaluate(expression: Expression, surroundings: Surroundings): ExpressionValue {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => evaluate(part, surroundings)).join('');
    case 'reference': {
      const value = surroundings.valueOf(expression.path);
      if (value === undefined)
        throw new EvaluationError(`${expression.path.join('.')} refers to nothing known`);
      return value;
    }
    case 'call': {
      const call = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined;
      if (!call) throw new EvaluationError(`the function ${expression.name} is not supported`);
      return call(
        surroundings,
        expression.arguments.map((argument) => evaluate(argument, surroundings)),
      );
    }
    case 'if-less': {
      const isLess =
        numberOf(evaluate(expression.left, surroundings)) <
        numberOf(evaluate(expression.right, surroundings));
      return evaluate(isLess ? expression.then : expression.otherwise, surroundings);
    }
  }
}

/** The references in an expression, in the order they stand. */
export function referencesIn(expression: Expression): (readonly ExpressionValue[])[] {
  switch (expression.kind) {
    case 'value':
      return [];
    case 'reference':
      return [expression.path];
    case 'template':
      return expression.parts.flatMap(referencesIn);
    case 'call':
      return expression.arguments.flatMap(referencesIn);
    case 'if-less':
      return [expression.left, expression.right, expression.then, expression.otherwise].flatMap(referencesIn);
  }
}

function textOf(value: ExpressionValue | undefined): string {
  if (typeof value !== 'string') throw new EvaluationError('a text is needed here');
  return value;
}

function numberOf(value: ExpressionValue): number {
  if (typeof value !== 'number') throw new EvaluationError('a number is needed here');
  return value;
}

function instantOf(value: ExpressionValue | undefined): number {
  const instant = Date.parse(textOf(value));
  if (Number.isNaN(instant)) throw new EvaluationError(`"${value}" is no point in time`);
  return instant;
}
