import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Printed {
  readonly locale: string;
  readonly timeZone: string;
  readonly files: readonly string[];
}

/** A language that sorts å, ä, ö after z and writes a comma in numbers; a day that has begun elsewhere 14 hours ago. */
const elsewhere = { LC_ALL: 'sv_SE.UTF-8', LANG: 'sv_SE.UTF-8', TZ: 'Pacific/Kiritimati' };
const here = { LC_ALL: 'C', LANG: 'C', TZ: 'America/Los_Angeles' };

describe('a plan file', () => {
  it('is the same to the byte in another language and another time zone (invariant 3)', () => {
    const [first, second] = [print(here), print(elsewhere)];
    expect([first.locale, first.timeZone]).toEqual(['en-US', 'America/Los_Angeles']);
    expect([second.locale, second.timeZone]).toEqual(['sv-SE', 'Pacific/Kiritimati']);
    expect(first.files).toHaveLength(100);
    expect(second.files).toEqual(first.files);
  });
});

function print(environment: Record<string, string>): Printed {
  const script = `const { createJiti } = require('jiti'); createJiti(${JSON.stringify(__filename)}, { fsCache: false }).import(${JSON.stringify(path.join(__dirname, 'print-plan-files.ts'))});`;
  const output = execFileSync(process.execPath, ['-e', script], {
    cwd: path.resolve(__dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    maxBuffer: 100 * 1024 * 1024,
    encoding: 'utf8',
  });
  return JSON.parse(output) as Printed;
}
