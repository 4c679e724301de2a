import { z } from 'zod';
import { diagnostic, fail, type Diagnostic } from '../../diagnostics';
import {
  changesInWords,
  contentOf,
  isChange,
  resourceChange,
  withoutSensitive,
  type ResourceChange,
} from '../../terraform';
import type { PlannedStack } from './plan-stacks';

/** Version of our part of the file. */
const formatVersion = '1';

/** Version of the JSON form of `terraform show -json` that the file follows. */
const terraformFormat = '1.2';

const reviewedStack = z.object({ customer: z.string(), cloud: z.string(), configurationDigest: z.string() });

const header = z.object({
  tilldela: z.object({ formatVersion: z.string(), version: z.string(), engine: z.string().optional() }),
});

const document = z.object({
  resource_changes: z.array(resourceChange.extend({ module_address: z.string() })),
  tilldela: z.object({ customers: z.array(reviewedStack).min(1) }),
});

/** What was planned for one customer, and a person has seen. */
export type ReviewedStack = z.infer<typeof reviewedStack> & { readonly changes: readonly ResourceChange[] };

/**
 * What Terraform planned for all customers as the text of one plan file: its plan JSON, each stack a module. Values that a
 * provider calls sensitive are left out. Terraform's own plan files are no part of it.
 */
export function encodeStackPlans(planned: readonly PlannedStack[], version: string): string {
  const complete = planned.every(({ made }) => made !== undefined);
  const content = {
    format_version: terraformFormat,
    resource_changes: planned.flatMap(({ entry, made }) =>
      (made?.plan.plan.resource_changes ?? []).map((each) => inModule(entry.customer, each)),
    ),
    applyable: complete && planned.some(({ made }) => made?.plan.writesState),
    complete,
    errored: !complete,
    tilldela: {
      formatVersion,
      version,
      engine: 'terraform',
      customers: planned
        .filter(({ made }) => made)
        .map(({ entry: { customer, plan } }) => ({
          customer,
          cloud: plan.cloud,
          configurationDigest: plan.configurationDigest,
        })),
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function inModule(customer: string, each: ResourceChange): object {
  const module = `module.${customer}`;
  const previous = each.previous_address;
  return {
    ...each,
    address: `${module}.${each.address}`,
    module_address: module,
    ...(previous !== undefined && { previous_address: `${module}.${previous}` }),
    change: withoutSensitive(each.change),
  };
}

/** Throws a DiagnosticError `plan_file_unreadable` or `plan_file_version`. */
export function decodeStackPlans(text: string, version: string): readonly ReviewedStack[] {
  const json = parseJson(text);
  const ours = header.safeParse(json).data?.tilldela;
  if (!ours) return unreadable('It has no part of tilldela: it may be a plan of Terraform itself.');
  if (ours.engine !== 'terraform')
    return unreadable('It was made by the embedded engine.', 'tilldela apply --plan FILE');
  if (ours.formatVersion !== formatVersion || ours.version !== version) {
    fail('plan_file_version', {
      detail: `The plan was made by tilldela ${ours.version} (format ${ours.formatVersion}); this is ${version} (format ${formatVersion}).`,
      hint: 'Make the plan anew with this version.',
    });
  }
  const result = document.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    return unreadable(`At ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const { resource_changes: all, tilldela } = result.data;
  return tilldela.customers.map((stack) => {
    const module = `module.${stack.customer}`;
    const changes = all
      .filter(({ module_address: place }) => place === module)
      .map((each) => ({ ...each, address: each.address.slice(module.length + 1) }));
    return { ...stack, changes };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable('It is no JSON.');
  }
}

function unreadable(detail: string, hint = 'tilldela plan --engine terraform --out FILE'): never {
  return fail('plan_file_unreadable', { detail, hint });
}

/** The stack where it would do exactly what was reviewed; otherwise the stack without a plan, and why. */
export function asReviewed(planned: PlannedStack, reviewed: ReviewedStack | undefined): PlannedStack {
  const { entry, made } = planned;
  if (!made || !reviewed) return planned;
  const moved = whatMoved(planned.entry.plan, made.plan.plan.resource_changes, reviewed);
  if (!moved) return planned;
  made.stack.close();
  return { entry, diagnostics: [...planned.diagnostics, moved] };
}

function whatMoved(
  { customer, cloud, configurationDigest }: PlannedStack['entry']['plan'],
  present: readonly ResourceChange[],
  reviewed: ReviewedStack,
): Diagnostic | undefined {
  const hint = 'tilldela plan --engine terraform --out FILE';
  if (reviewed.cloud !== cloud || reviewed.configurationDigest !== configurationDigest) {
    const detail = `The declaration of ${customer} is not the one the plan was made from (or the cloud differs). Nothing of this customer was changed.`;
    return diagnostic('plan_other_configuration', { customer, detail, hint });
  }
  const now = present.filter(isChange).map((each) => ({ ...each, change: withoutSensitive(each.change) }));
  const then = reviewed.changes.filter(isChange);
  if (contentOf(now) === contentOf(then)) return undefined;
  const detail = `This was planned:\n${changesInWords(then)}\n\nNow Terraform would:\n${changesInWords(now)}\n\nNothing of this customer was changed.`;
  return diagnostic('plan_stale', { customer, detail, hint });
}
