import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { customerOfLockFile, lockFileName, readLockFile, writeLockFile } from '../../src/apply';
import { DiagnosticError } from '../../src/diagnostics';
import type { Cloud, Guid, Lock, NaturalKey, Scope } from '../../src/model';

const folder = mkdtempSync(path.join(tmpdir(), 'tilldela-lock-'));
const file = path.join(folder, 'contoso.lock.json');
afterEach(() => rmSync(file, { force: true, recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const scope = (number: number): Scope =>
  `/subscriptions/00000002-0000-4000-8000-00000000000${number}` as Scope;
const lock: Lock = {
  customer: 'contoso',
  cloud: 'public',
  scopes: [
    { alias: 'sandbox', scope: scope(2) },
    { alias: 'production', scope: scope(1) },
  ],
  made: [],
  adopted: [
    {
      constructPath: 'contoso/production/partner',
      id: `${scope(1)}/providers/Microsoft.Authorization/roleAssignments/00000008-0000-4000-8000-000000000001`,
      name: '00000008-0000-4000-8000-000000000001' as Guid,
      naturalKey:
        `00000001-0000-4000-8000-000000000001|${scope(1)}|00000005-0000-4000-8000-000000000001|00000003-0000-4000-8000-000000000001` as NaturalKey,
    },
  ],
};

describe('a lock file', () => {
  it('holds what was written, sorted, as text that is good to review', () => {
    writeLockFile(file, lock);
    expect(readLockFile(file, 'contoso', 'public')).toEqual({ ...lock, scopes: [...lock.scopes].reverse() });
    expect(readFileSync(file, 'utf8')).toBe(`{
  "formatVersion": "1",
  "customer": "contoso",
  "cloud": "public",
  "scopes": [
    {
      "alias": "production",
      "scope": "/subscriptions/00000002-0000-4000-8000-000000000001"
    },
    {
      "alias": "sandbox",
      "scope": "/subscriptions/00000002-0000-4000-8000-000000000002"
    }
  ],
  "adopted": [
    {
      "constructPath": "contoso/production/partner",
      "id": "/subscriptions/00000002-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleAssignments/00000008-0000-4000-8000-000000000001",
      "name": "00000008-0000-4000-8000-000000000001",
      "naturalKey": "00000001-0000-4000-8000-000000000001|/subscriptions/00000002-0000-4000-8000-000000000001|00000005-0000-4000-8000-000000000001|00000003-0000-4000-8000-000000000001"
    }
  ]
}
`);
  });

  it('is the same text for the same lock in another order', () => {
    writeLockFile(file, lock);
    const text = readFileSync(file, 'utf8');
    writeLockFile(file, { ...lock, scopes: [...lock.scopes].reverse() });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is empty where there is no file', () => {
    expect(readLockFile(file, 'contoso', 'public')).toEqual({
      customer: 'contoso',
      cloud: 'public',
      scopes: [],
      adopted: [],
      made: [],
    });
  });

  it('is replaced in one step: a crash before it leaves the old one whole', () => {
    writeLockFile(file, lock);
    const before = readFileSync(file, 'utf8');
    mkdirSync(`${file}.draft`); // the draft cannot be written
    expect(() => writeLockFile(file, { ...lock, adopted: [] })).toThrow();
    expect(readFileSync(file, 'utf8')).toBe(before);
    rmSync(`${file}.draft`, { recursive: true });
    writeFileSync(`${file}.draft`, '{"half":'); // what a crash in between leaves
    writeLockFile(file, { ...lock, adopted: [] });
    expect(readLockFile(file, 'contoso', 'public').adopted).toEqual([]);
    expect(readdirSync(folder)).toEqual(['contoso.lock.json']);
  });

  const written = (change: (content: Record<string, unknown>) => void): string => {
    writeLockFile(file, lock);
    const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    change(content);
    return JSON.stringify(content);
  };

  it.each<[string, () => string]>([
    ['is no JSON', () => 'x'],
    ['is empty', () => ''],
    ['has marks of a merge', () => `<<<<<<< HEAD\n${written(() => undefined)}`],
    ['is of another format', () => written((content) => (content['formatVersion'] = '2'))],
    ['is of another customer', () => written((content) => (content['customer'] = 'fabrikam'))],
    ['is of another cloud', () => written((content) => (content['cloud'] = 'china'))],
    ['is of the emulator', () => written((content) => (content['cloud'] = 'emulator'))],
    ['is of no cloud', () => written((content) => (content['cloud'] = 'gcp'))],
    ['has lost its scopes', () => written((content) => delete content['scopes'])],
    [
      'has a scope that is none',
      () => written((content) => (content['scopes'] = [{ alias: 'a', scope: '/rg' }])),
    ],
    [
      'has an adopted name that is none',
      () => written((content) => (content['adopted'] = [{ ...lock.adopted[0], name: 'x' }])),
    ],
    [
      'has an adopted id of another name',
      () =>
        written(
          (content) =>
            (content['adopted'] = [{ ...lock.adopted[0], id: lock.adopted[0]?.id.replace(/1$/, '2') }]),
        ),
    ],
    [
      'has an adopted id at another scope',
      () =>
        written(
          (content) =>
            (content['adopted'] = [
              { ...lock.adopted[0], id: lock.adopted[0]?.id.replace(scope(1), scope(2)) },
            ]),
        ),
    ],
    [
      'has an adopted natural key that is none',
      () => written((content) => (content['adopted'] = [{ ...lock.adopted[0], naturalKey: 'a|b|c|d' }])),
    ],
  ])('is refused, with its path, when it %s', (_what, text) => {
    writeFileSync(file, text());
    const error = thrownBy(() => readLockFile(file, 'contoso', 'public'));
    expect(error).toBeInstanceOf(DiagnosticError);
    expect((error as DiagnosticError).diagnostics).toMatchObject([
      { code: 'lock_unreadable', customer: 'contoso', detail: expect.stringContaining(file) },
    ]);
  });

  it('is refused, and never taken for an empty one, when it cannot be opened', () => {
    mkdirSync(file);
    expect(thrownBy(() => readLockFile(file, 'contoso', 'public'))).toMatchObject({
      diagnostics: [{ code: 'lock_unreadable' }],
    });
  });
});

describe('the name of a lock file', () => {
  it.each<[string, Cloud, string]>([
    ['contoso', 'public', 'contoso.lock.json'],
    ['contoso', 'china', 'contoso.lock.json'],
    ['contoso', 'emulator', 'contoso.emulator.lock.json'],
  ])('of %s on %s is %s, and names the customer back', (customer, cloud, name) => {
    expect(lockFileName(customer, cloud)).toBe(name);
    expect(customerOfLockFile(name, cloud)).toBe(customer);
  });

  it('of the emulator never counts on a real cloud, nor the other way round', () => {
    expect(customerOfLockFile('contoso.emulator.lock.json', 'public')).toBeUndefined();
    expect(customerOfLockFile('contoso.lock.json', 'emulator')).toBeUndefined();
  });

  it.each(['contoso.ts', 'lock.json', 'contoso.lock.json.draft', 'package-lock.json'])(
    'is not %s',
    (name) => {
      expect(customerOfLockFile(name, 'public')).toBeUndefined();
      expect(existsSync(file)).toBe(false);
    },
  );
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
