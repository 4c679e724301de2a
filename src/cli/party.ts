import type { SurveyedCustomer } from '../constructs';
import type { DeclaredRelationship, Guid } from '../model';

/** A tenant that is a customer, or is asked to become one. */
export interface Party {
  readonly tenantId: Guid;
  /** Name of its file, or else what it was called on the command line, in quotes where a shell wants them. */
  readonly name: string;
  readonly file?: Pick<SurveyedCustomer, 'reads' | 'writes'> | undefined;
  readonly declared?: DeclaredRelationship | undefined;
}
