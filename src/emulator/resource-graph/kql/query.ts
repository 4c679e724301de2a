/** A query in the part of the Kusto language that the emulator takes. */
export interface Query {
  readonly table: string;
  readonly operators: readonly Operator[];
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'project' | 'extend' | 'distinct'; readonly columns: readonly Column[] }
  | { readonly kind: 'projectAway'; readonly names: readonly string[] }
  /** `top` takes only the first of them. */
  | { readonly kind: 'order'; readonly by: readonly Ordering[]; readonly first?: number }
  | { readonly kind: 'take'; readonly count: number }
  | { readonly kind: 'count' }
  | Summarize
  | MvExpand
  | Parse
  | Join
  | { readonly kind: 'union'; readonly others: readonly Query[] };

export interface Summarize {
  readonly kind: 'summarize';
  readonly aggregates: readonly Aggregate[];
  readonly by: readonly Column[];
}

/** One value of all rows of a group. */
export interface Aggregate {
  readonly name: string;
  /** Lower case. */
  readonly function: string;
  /** Absent: of the rows themselves. */
  readonly of?: Expression;
}

/** `mv-expand`: a row for each element of the columns' arrays. */
export interface MvExpand {
  readonly kind: 'mvExpand';
  readonly columns: readonly Column[];
  /** The column that tells which element it is. */
  readonly index?: string;
  /** How many rows one row can become. */
  readonly limit: number;
}

/** `parse … with …`: columns cut out of a text. */
export interface Parse {
  readonly kind: 'parse';
  readonly text: Expression;
  /** `text` stands as it is, `column` takes what is before the next text, `skip` ignores it. */
  readonly pattern: readonly {
    readonly kind: 'text' | 'column' | 'skip';
    readonly value: string;
  }[];
}

export interface Join {
  readonly kind: 'join';
  readonly how: 'inner' | 'innerunique' | 'leftouter' | 'fullouter';
  readonly right: Query;
  /** Pairs of columns that must be equal. */
  readonly on: readonly { readonly left: string; readonly right: string }[];
}

export interface Column {
  readonly name: string;
  readonly value: Expression;
}

export interface Ordering {
  readonly value: Expression;
  readonly descending: boolean;
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'column'; readonly name: string; readonly token: Token }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'in';
      readonly operator: string;
      readonly left: Expression;
      readonly values: readonly Expression[];
    };

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'mark';
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly position: number;
}

/** Why a query is not taken, in the terms of the service's error details. */
export class QueryError extends Error {
  constructor(
    readonly code: 'ParserFailure' | 'InvalidQueryLanguage' | 'SemanticError',
    readonly token: Pick<Token, 'value' | 'line' | 'position'>,
    message = code === 'InvalidQueryLanguage'
      ? `The emulator does not imitate '${token.value}' in queries.`
      : code,
  ) {
    super(message);
  }
}
