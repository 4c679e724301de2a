import { channelCodes } from './codes-channels';
import { configurationCodes } from './codes-configuration';
import { declarationCodes } from './codes-declaration';
import { guardCodes } from './codes-guards';
import { providerCodes } from './codes-provider';
import { relationshipCodes } from './codes-relationship';
import { runCodes } from './codes-run';
import { terraformCodes } from './codes-terraform';

/** What is common to all diagnostics of one kind. `explanation` is the page of `tilldela explain CODE`. */
export interface CodeEntry {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly explanation: string;
}

/** Every code. A code is stable: it may be added, its texts may improve, it is never given another meaning. */
export const codes = {
  ...declarationCodes,
  ...configurationCodes,
  ...guardCodes,
  ...runCodes,
  ...providerCodes,
  ...channelCodes,
  ...relationshipCodes,
  ...terraformCodes,
} satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof codes;

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(codes, text);
}
