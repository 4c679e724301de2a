/** Where a command acts. Always said explicitly, never inferred from credentials. */
export const clouds = ['emulator', 'public', 'usgovernment', 'china'] as const;
export type Cloud = (typeof clouds)[number];

export function parseCloud(text: string): Cloud | undefined {
  return clouds.find((cloud) => cloud === text);
}
