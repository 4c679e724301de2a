import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { findInterrupted, openJournal } from '../../src/apply';

const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
let file = '';
beforeEach(() => {
  file = path.join(folder, `${++number}`, 'contoso.jsonl');
});

const now = () => new Date('2026-06-01T12:00:00Z');
const shop = { address: 'azurerm_role_assignment.shop', action: 'create', assignmentId: '/x' } as const;
const other = { address: 'azurerm_role_assignment.other', action: 'delete', assignmentId: '/y' } as const;

function write(run: string, ...entries: Parameters<ReturnType<typeof openJournal>['write']>[0][]): void {
  const journal = openJournal(file, run, now);
  for (const entry of entries) journal.write(entry);
  journal.close();
}

describe('a journal', () => {
  it('has one line of JSON per step, with the time and the run', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop });
    expect(readFileSync(file, 'utf8')).toBe(
      '{"at":"2026-06-01T12:00:00.000Z","run":"run-1","event":"started"}\n' +
        '{"at":"2026-06-01T12:00:00.000Z","run":"run-1","event":"begin","address":"azurerm_role_assignment.shop","action":"create","assignmentId":"/x"}\n',
    );
  });

  it('is added to, never begun anew, and is for its owner alone', () => {
    write('run-1', { event: 'started' }, { event: 'finished' });
    write('run-2', { event: 'started' });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('is on the disk line by line: a process that is killed leaves all that it wrote', () => {
    const script = `
      require('jiti').createJiti(${JSON.stringify(__filename)}, { fsCache: false })
        .import(${JSON.stringify(path.resolve(__dirname, '../../src/apply/journal.ts'))})
        .then(({ openJournal }) => {
          const journal = openJournal(${JSON.stringify(file)}, 'run-1', () => new Date(0));
          journal.write({ event: 'started' });
          journal.write({ event: 'begin', address: 'a' });
          process.kill(process.pid, 'SIGKILL');
        });`;
    const { signal } = spawnSync(process.execPath, ['-e', script], { cwd: path.resolve(__dirname, '../..') });
    expect(signal).toBe('SIGKILL');
    expect(findInterrupted(file)).toMatchObject([{ event: 'begin', address: 'a' }]);
  });
});

describe('an interrupted apply', () => {
  it('is none where there is no journal', () => {
    expect(findInterrupted(file)).toBeUndefined();
  });

  it('is none where the last one finished', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop });
    write('run-2', { event: 'started' }, { event: 'finished' });
    expect(findInterrupted(file)).toBeUndefined();
  });

  it('is known by the changes that were begun and neither done nor failed', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...other });
    write(
      'run-2',
      { event: 'started' },
      { event: 'begin', ...shop },
      { event: 'begin', ...other },
      { event: 'begin', address: 'a' },
      { event: 'done', address: 'a' },
      { event: 'begin', address: 'b' },
      { event: 'failed', address: 'b' },
    );
    expect(findInterrupted(file)?.map(({ address }) => address)).toEqual([shop.address, other.address]);
  });

  it('is not forgotten when the next one is interrupted, too, and is when that has made the change', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop }, { event: 'begin', ...other });
    write('run-2', { event: 'started' }, { event: 'begin', ...other }, { event: 'done', ...other });
    expect(findInterrupted(file)?.map(({ address }) => address)).toEqual([shop.address]);
  });

  it('leaves open what Azure did not answer', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop }, { event: 'unknown', ...shop });
    expect(findInterrupted(file)).toMatchObject([{ event: 'begin', ...shop }]);
  });

  it('had nothing in hand where it ended between two changes', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop }, { event: 'done', ...shop });
    expect(findInterrupted(file)).toEqual([]);
  });

  it('is found also where the last line is torn', () => {
    write('run-1', { event: 'started' }, { event: 'begin', ...shop }, { event: 'done', ...shop });
    const { size } = statSync(file);
    for (let lost = 1; lost < 100; lost++) {
      truncateSync(file, size - lost);
      const whole = readFileSync(file, 'utf8').endsWith('}');
      expect(findInterrupted(file)).toHaveLength(whole ? 0 : 1);
    }
  });

  it('leaves a torn line that costs the next apply none of its own', () => {
    write('run-1', { event: 'started' });
    appendFileSync(file, '{"at":"2026-06-0');
    write('run-2', { event: 'started' });
    const [last] = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-1);
    expect(JSON.parse(last ?? '')).toMatchObject({ run: 'run-2', event: 'started' });
    expect(findInterrupted(file)).toEqual([]);
  });
});
