const compiled = new Map<string, RegExp>();

/**
 * Whether one of these patterns, as roles list them, is for an action. `*` stands for any text, also across segments;
 * letter case does not matter.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/role-definitions#operations-format
 */
export function coversAction(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => expressionFor(pattern).test(action));
}

function expressionFor(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const expression = new RegExp(`^${source.join('.*')}$`, 'i');
  if (compiled.size < 10_000) compiled.set(pattern, expression); // patterns of custom roles come from outside
  return expression;
}
