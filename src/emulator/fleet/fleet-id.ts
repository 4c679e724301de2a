/** As in the example world: the mark of the emulator, what it is, whose it is, and its number. */
export function fleetId(kind: string, owner: number, number = 1): string {
  return `e0e0e0e0-${kind}-4000-8000-${String(owner).padStart(6, '0')}${String(number).padStart(6, '0')}`;
}
