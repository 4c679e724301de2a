import { byText } from '../model';
import { importOf } from './layout';

/** The import of these names from the library, each once: values in the order of letters, then types. */
export function importLine(names: readonly string[]): string {
  const isType = (name: string) => name.startsWith('type ');
  const sorted = [...new Set(names)].sort(byText((name) => `${isType(name) ? 1 : 0}${name.toLowerCase()}`));
  return importOf(sorted, 'tilldela');
}
