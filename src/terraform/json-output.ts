/** The JSON that a program printed, if it did. OpenTofu prints warnings before it, of its CLI configuration for example. */
export function jsonIn(output: string): unknown {
  const start = output.search(/^\{/m);
  return start < 0 ? undefined : JSON.parse(output.slice(start));
}
