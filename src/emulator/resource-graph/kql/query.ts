/** A query in the part of the Kusto language that the emulator takes. */
export interface Query {
  readonly table: string;
  readonly operators: readonly Operator[];
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'project' | 'extend' | 'distinct'; readonly columns: readonly Column[] }
  | { readonly kind: 'projectAway'; readonly names: readonly string[] }
  | { readonly kind: 'order'; readonly by: readonly Ordering[] }
  | { readonly kind: 'take'; readonly count: number }
  | { readonly kind: 'count' }
  /** `summarize count() by …`; the counts are the only aggregation. */
  | { readonly kind: 'summarize'; readonly counts: readonly string[]; readonly by: readonly Column[] }
  | {
      readonly kind: 'join';
      readonly how: 'inner' | 'innerunique' | 'leftouter';
      readonly right: Query;
      readonly leftKey: string;
      readonly rightKey: string;
    };

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
  ) {
    super(code);
  }
}
