import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfiguration, type DirectoryAnswers, type ConfigurationDraft } from '../../src/configuration';
import { DiagnosticError, type Diagnostic } from '../../src/diagnostics';
import { lookupKey, type DirectoryLookup, type Guid } from '../../src/model';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests break it in ways that no type foresees
export type Loose = any;

/** As synth writes it, by hand: named and known principals, an end, a condition, rules, an exception. */
const text = readFileSync(path.join(__dirname, 'contoso.cdk.tf.json'), 'utf8');

/** The text, after `change` has had its way with the parsed JSON. */
export function configuration(change: (json: Loose) => void = () => undefined): string {
  const json: Loose = JSON.parse(text);
  change(json);
  return JSON.stringify(json);
}

export const shop = 'azurerm_role_assignment.production_rg-web_shop';
/** The block of the assignment that has everything. */
export const shopBlock = (json: Loose): Loose =>
  json.resource.azurerm_role_assignment['production_rg-web_shop'];
export const declarationOf = (json: Loose): Loose => json['//'].tilldela;

export function read(change?: (json: Loose) => void): ConfigurationDraft {
  return readConfiguration(configuration(change), 'cdktf.out/stacks/contoso/cdk.tf.json');
}

/** The diagnostics with which reading is refused; none where it is not. */
export function refusals(change: ((json: Loose) => void) | string): readonly Diagnostic[] {
  try {
    readConfiguration(typeof change === 'string' ? change : configuration(change), 'cdk.tf.json');
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

export const dana: DirectoryLookup = { type: 'User', userPrincipalName: 'dana@contoso.com' };
export const labTeam: DirectoryLookup = { type: 'Group', displayName: 'Lab ${team}' };
export const networkTeam: DirectoryLookup = { type: 'Group', displayName: 'Network team' };
export const audit: DirectoryLookup = { type: 'User', userPrincipalName: 'audit@example.com' };

export const ids = {
  dana: '00000003-0000-4000-8000-000000000001' as Guid,
  audit: '00000003-0000-4000-8000-000000000002' as Guid,
  labTeam: '00000004-0000-4000-8000-000000000002' as Guid,
  networkTeam: '00000004-0000-4000-8000-000000000003' as Guid,
};

/** What a directory says that has everybody, but for what the test says otherwise. */
export function answers(
  other: readonly (readonly [DirectoryLookup, Guid | Diagnostic])[] = [],
): DirectoryAnswers {
  const all: (readonly [DirectoryLookup, Guid | Diagnostic])[] = [
    [dana, ids.dana],
    [labTeam, ids.labTeam],
    [networkTeam, ids.networkTeam],
    [audit, ids.audit],
    ...other,
  ];
  return new Map(all.map(([lookup, answer]) => [lookupKey(lookup), answer]));
}
