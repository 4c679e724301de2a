import { fail } from '../../diagnostics';
import type { Guid } from '../../model';
import type { Change } from '../change';
import type { Plan } from '../plan';
import { addressInFile, encodePlanFile } from './encode';
import {
  planFileFormat,
  planFileSchema,
  type ChangeNote,
  type CustomerPlan,
  type ResourceChange,
} from './schema';
import { resourceType } from './resource-types';

/**
 * The plans in the text of a plan file. Throws a DiagnosticError: `plan_file_unreadable` for a text that
 * `encodePlanFile` did not write to the letter, `plan_file_version` for one of another version.
 */
export function decodePlanFile(text: string, version: string): Plan[] {
  const json = parseJson(text);
  checkVersion(json, version);
  const result = planFileSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    return unreadable(`At ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const { resource_changes, tilldela } = result.data;
  const changesByAddress = new Map(resource_changes.map((change) => [change.address, change]));
  const plans = tilldela.customers.map((customer) => decodeCustomer(customer, changesByAddress));
  if (encodePlanFile(plans, version) !== text) {
    unreadable('Parts of the file contradict each other: it was changed after it was written.');
  }
  return plans;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable('It is no JSON.');
  }
}

function checkVersion(json: unknown, version: string): void {
  const ours = (
    json as { tilldela?: Partial<Record<'formatVersion' | 'version' | 'engine', unknown>> } | null
  )?.tilldela;
  if (!ours) unreadable('It has no part of tilldela: it may be a plan of Terraform.');
  if (ours.engine === 'terraform')
    unreadable('It was made with --engine terraform.', 'tilldela apply --engine terraform --plan FILE');
  if (ours.formatVersion !== planFileFormat || ours.version !== version) {
    fail('plan_file_version', {
      detail: `The plan was made by tilldela ${String(ours.version)} (format ${String(ours.formatVersion)}); this is ${version} (format ${planFileFormat}).`,
      hint: 'Make the plan anew with this version.',
    });
  }
}

function decodeCustomer(customer: CustomerPlan, changes: ReadonlyMap<string, ResourceChange>): Plan {
  return {
    ...customer,
    changes: customer.changes.map((note) => {
      const change = changes.get(addressInFile(customer.customer, note.address));
      if (!change) return unreadable(`${note.address} is named and has no resource change.`);
      return decodeChange(note, change, customer.tenantId);
    }),
  } as Plan;
}

function decodeChange(note: ChangeNote, { type, change }: ResourceChange, tenantId: Guid): Change {
  const { existing, ...base } = note;
  const decode = (values: Record<string, unknown>): object =>
    decodeValues(type, values, tenantId, note.address);
  const parts: { before?: object; after?: object } = {};
  if (change.before) {
    const { id } = change.before;
    parts.before = { ...decode(change.before), id: typeof id === 'string' ? id : '', ...existing };
  }
  const action = change.actions.length === 2 ? 'replace' : change.actions[0];
  if (change.after && action !== 'no-op') parts.after = decode(change.after);
  const needed = partsNeeded.get(action ?? '');
  if (!needed?.every((part) => parts[part])) return unreadable(`${note.address} has no valid action.`);
  return { type, ...base, ...parts, action } as unknown as Change;
}

/** What a change of each action speaks of. */
const partsNeeded: ReadonlyMap<string, readonly ('before' | 'after')[]> = new Map([
  ['no-op', ['before']],
  ['create', ['after']],
  ['update', ['before', 'after']],
  ['replace', ['before', 'after']],
  ['delete', ['before']],
]);

function decodeValues(
  type: string,
  values: Record<string, unknown>,
  tenantId: Guid,
  address: string,
): object {
  const known = resourceType(type) ?? unreadable(`${address} is of a type that no plan has.`);
  const result = known.decode(values, tenantId);
  return 'value' in result
    ? (result.value as object)
    : unreadable(`${address} has no valid ${result.malformed.join(', ')}.`);
}

function unreadable(detail: string, hint = 'tilldela plan --out FILE'): never {
  return fail('plan_file_unreadable', { detail, hint });
}
