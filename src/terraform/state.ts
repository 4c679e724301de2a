import { z } from 'zod';
import { jsonIn } from './json-output';

const instance = z.object({
  index_key: z.union([z.string(), z.number()]).optional(),
  deposed: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});

/** What is read of a state file, version 4; `show -json` would start every provider for it. */
const stateFile = z.object({
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        instances: z.array(instance),
      }),
    )
    .default([]),
});

/** Addresses by resource id in lower case, from what `state pull` prints; it prints nothing where there is no state. */
export function readState(text: string): ReadonlyMap<string, string> {
  const state = jsonIn(text);
  if (state === undefined) return new Map();
  const found = new Map<string, string>();
  for (const { module, mode, type, name, instances } of stateFile.parse(state).resources) {
    if (mode !== 'managed') continue;
    for (const { index_key: index, deposed, attributes } of instances) {
      const id = attributes?.['id'];
      if (typeof id !== 'string' || deposed !== undefined) continue;
      const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
      found.set(id.toLowerCase(), `${module ? `${module}.` : ''}${type}.${name}${key}`);
    }
  }
  return found;
}
