import { App } from 'cdktf';
import type { Diagnostic } from '../../diagnostics';
import type { ChannelKind, Cloud, DeclaredRelationship, Guid, PartnerIdentity, Scope } from '../../model';
import { CustomerStack } from '../customer-stack';
import { setProjectContext } from '../project-context';
import { declareAll, diagnosticsOfCustomer, type CustomerFile } from './declare-customer';

/** Whose Azure it is and how it is read: all that is needed to ask it something before its file is whole. */
export interface SurveyedCustomer {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly partner: PartnerIdentity;
  readonly reads: ChannelKind;
  readonly writes: ChannelKind;
  /** What the customer is asked to delegate. */
  readonly relationship?: DeclaredRelationship;
  /** Subscriptions and management groups. */
  readonly scopes: readonly Scope[];
}

/** Runs customer files and writes nothing. What is wrong with their grants does not matter here. */
export async function surveyCustomers(request: {
  readonly projectFolder: string;
  readonly files: readonly CustomerFile[];
  readonly cloud: Cloud;
}): Promise<{
  readonly customers: readonly SurveyedCustomer[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const { projectFolder, files, cloud } = request;
  const app = new App();
  setProjectContext(app, cloud, { projectFolder, locks: new Map() });
  const customers: SurveyedCustomer[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const declared of await declareAll(app, projectFolder, files)) {
    const stack = declared.constructs.find((construct) => construct instanceof CustomerStack);
    const identity = declared.problem ? undefined : stack?.identity;
    if (identity) customers.push({ customer: declared.customer, ...identity });
    else diagnostics.push(...diagnosticsOfCustomer(declared));
  }
  return { customers, diagnostics };
}
