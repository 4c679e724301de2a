import type { FoundAccess } from './found-access';
import { grantsText } from './grants-text';
import { importLine } from './imports';
import { propertyLine } from './layout';
import { ignoreRules, type LeftOut } from './left-out';
import { camelCase, reservedWords } from './naming';
import { subscriptionsLine } from './skeleton';
import type { ManagedSubscription } from '../model';

/** A customer's file with what was found, or why it could not be written into it. */
export type FilledFile =
  | { readonly text: string; readonly grants: number; readonly leftOut: readonly LeftOut[] }
  | { readonly problem: string };

const stackPattern = /(?:\bconst (\w+) = )?\bnew CustomerStack\(\s*\w+,\s*(['"])([\w-]+)\2/g;
const partnerPattern = /\bpartner(?:: ([\w.]+))?,/g;
const importPattern = /^import \{([^}]*)\} from ['"]tilldela['"];$/gm;
const writesPattern = /^( *)writes: .*,\n/gm;
const endPattern = /\n\};?\s*$/;

/**
 * A file that declares a customer and no grant, with grants for what was found. All that it says stays: comments,
 * `backend`, `ignore`. It must look as `customerSkeleton` writes it, or as the example fleet does.
 */
export function fillCustomerFile(text: string, found: FoundAccess): FilledFile {
  const stacks = [...text.matchAll(stackPattern)];
  const partners = [...text.matchAll(partnerPattern)];
  const imports = [...text.matchAll(importPattern)];
  const [stack, partner, imported] = [stacks[0], partners[0], imports[0]];
  if (!stack || stacks.length > 1)
    return { problem: 'it does not have exactly one `new CustomerStack(app, …)`' };
  if (!partner || partners.length > 1) return { problem: 'it does not say `partner: …,` exactly once' };
  if (!imported || imports.length > 1) return { problem: "it does not import once from 'tilldela'" };
  if (!endPattern.test(text)) return { problem: 'it does not end with the function that it exports' };
  const variable = stack[1] ?? stackVariable(stack[3] ?? '');
  const plain = withoutBindings(text, variable);
  const partnerName = partner[1] ?? 'partner';
  const taken = [...reservedWords, variable, ...partnerName.split('.'), ...wordsOf(plain, found)];
  const grants = grantsText(found, { stack: variable, partner: partnerName, taken });
  const names = (imported[1] ?? '').split(',').map((name) => name.trim());
  const filled = withIgnored(plain, found)
    .replace(imported[0], () => importLine([...names.filter((name) => name !== ''), ...grants.calls]))
    .replace(stack[0], () =>
      stack[1] === undefined && grants.grants > 0 ? `const ${variable} = ${stack[0]}` : stack[0],
    )
    .replace(endPattern, (end) => (grants.text === '' ? end : `\n${grants.text}\n${end.trim()}\n`));
  return { text: filled, grants: grants.grants, leftOut: grants.leftOut };
}

/** A file that declares no subscription, with these; undefined where it does not say so as `customerSkeleton` does. */
export function fillSubscriptions(
  text: string,
  subscriptions: readonly ManagedSubscription[],
): string | undefined {
  const lines = [...text.matchAll(/^ *subscriptions: \{\},$/gm)];
  return lines[0] && lines.length === 1
    ? text.replace(lines[0][0], () => subscriptionsLine(subscriptions))
    : undefined;
}

function stackVariable(customer: string): string {
  const name = camelCase(customer, 'customer');
  return reservedWords.includes(name) ? `${name}Stack` : name;
}

/** What the file binds to its scopes is bound anew, with what is needed. */
function withoutBindings(text: string, stack: string): string {
  const bindings = new RegExp(`^ *const \\{[^}]*\\} = ${stack}\\.(subscriptions|managementGroups);\\n`, 'gm');
  return text.replace(bindings, '');
}

/** Every name in the file, but the aliases, which become variables. */
function wordsOf(text: string, { subscriptions, managementGroups }: FoundAccess): string[] {
  const aliases = new Set([...subscriptions, ...managementGroups].map(({ alias }) => alias));
  return (text.match(/[A-Za-z_$][\w$]*/g) ?? []).filter((word) => !aliases.has(word));
}

/** Access that is ignored stands in a comment, too; where the file has rules of its own, only there. */
function withIgnored(text: string, found: FoundAccess): string {
  const [writes, ...others] = text.matchAll(writesPattern);
  const rules = ignoreRules(found);
  if (!writes || others.length > 0 || !rules || /\bignore:/.test(text)) return text;
  const line = propertyLine('ignore', rules, writes[1]?.length ?? 0);
  return text.replace(writes[0], () => `${writes[0]}${line}\n`);
}
