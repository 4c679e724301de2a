import type { Construct } from 'constructs';
import type { Report } from './report';

/** Legal as a Terraform resource name and, joined by `_`, as part of one. */
function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(text);
}

/**
 * The id itself where the construct tree can take it, otherwise a substitute, so that a mistaken name ends neither the
 * program nor the search for more mistakes. A substitute has a `~` and is never synthesized.
 */
export function freeId(scope: Construct, id: string): string {
  if (isName(id) && !scope.node.tryFindChild(id)) return id;
  const base = id.replace(/[^\w-]/g, '_');
  let count = 1;
  while (scope.node.tryFindChild(`${base}~${count}`)) count += 1;
  return `${base}~${count}`;
}

/** Reports why a construct did not get the id that the user gave it. */
export function checkName(construct: Construct, id: string, report: Report, hint?: string): void {
  if (construct.node.id === id) return;
  if (!isName(id)) report('invalid_name', `"${id}" is not a legal name.`, hint);
  else report('colliding_names', `"${id}" is already the name of something else in ${parentOf(construct)}.`);
}

/** An id for something in Azure whose name cannot be one; `prefix` is put before what begins with a digit. */
export function suggestedId(name: string, prefix: string): string {
  const id = name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  return isName(id) ? id : `${prefix}-${id}`;
}

function parentOf(construct: Construct): string {
  return construct.node.scope?.node.path || 'this project';
}
