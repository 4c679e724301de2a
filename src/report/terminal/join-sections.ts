import type { Line } from './span';

/** Sections with one empty line between them; empty ones are left out. */
export function joinSections(sections: readonly (readonly Line[])[]): Line[] {
  const filled = sections.filter((section) => section.length > 0);
  return filled.flatMap((section, index) => (index === 0 ? section : [[], ...section]));
}
