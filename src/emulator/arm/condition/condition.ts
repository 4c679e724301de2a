/** A condition of a role assignment (attribute-based access control, version 2.0), parsed. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  /** `ActionMatches{'…'}` or `SubOperationMatches{'…'}` */
  | {
      readonly kind: 'matches';
      readonly what: 'action' | 'subOperation';
      readonly patterns: readonly string[];
    }
  | { readonly kind: 'exists'; readonly attribute: Attribute }
  | {
      readonly kind: 'compare';
      readonly attribute: Attribute;
      /** Absent for a comparison of single values. */
      readonly quantifier?: Quantifier;
      /** As documented, such as `GuidEquals`. */
      readonly operator: string;
      readonly values: readonly Operand[];
    };

export interface Attribute {
  readonly source: 'Request' | 'Resource' | 'Principal' | 'Environment';
  /** As written, such as `Microsoft.Authorization/roleAssignments:RoleDefinitionId`. */
  readonly name: string;
}

/** `ForAnyOfAllValues`: any value of the attribute, all values of the condition. */
export interface Quantifier {
  readonly left: 'any' | 'all';
  readonly right: 'any' | 'all';
}

export type Operand = string | number | boolean | Attribute;
