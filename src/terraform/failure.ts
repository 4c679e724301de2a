import { diagnostic, type Diagnostic, type DiagnosticCode } from '../diagnostics';
import type { Ended } from './run-tool';

const shownLines = 30;

/** What a step that did not succeed is about, told by what Terraform and its providers print. */
const causes: readonly { readonly pattern: RegExp; readonly code: DiagnosticCode; readonly hint: string }[] =
  [
    {
      pattern: /state lock|acquiring the state/i,
      code: 'terraform_locked',
      hint: 'Wait until it has ended. Only if nobody runs Terraform for this customer any more, release the lock with the id above, in the folder of the stack:\n\nterraform force-unlock ID',
    },
    {
      pattern:
        /AADSTS\d+|az login|authori[sz]er|azure auth methods|OIDC token|(obtain|acquire|request)(ing)? [^.:]{0,40}token|ClientSecretCredential|No valid credential/i,
      code: 'terraform_login',
      hint: 'Terraform signs in with the same identity as tilldela: a secret, certificate or federated token of the application in AZURE_CLIENT_ID, or az login. Variables that begin with ARM_ go before.',
    },
    {
      pattern:
        /backend|storage account|state data|statefile|\.blob\.|refresh(ing)? state|failed to get (state|existing workspaces)/i,
      code: 'terraform_backend',
      hint: 'Who applies needs Storage Blob Data Contributor on the container. Where the backend of the stack was changed, move the state first, in the folder of the stack: terraform init -migrate-state',
    },
    {
      pattern:
        /provider registry|available (provider )?packages|install(ing)? provider|provider .*not available/i,
      code: 'terraform_provider',
      hint: 'A CLI configuration with provider_installation has to offer every provider, also that of tilldela:\n\ntilldela provider install FOLDER',
    },
  ];

interface FailedStep {
  readonly customer: string;
  readonly step: string;
  readonly tool: string;
  /** The line that releases the lock which the run left behind. */
  readonly unlock?: string | undefined;
}

/** Why a step of a stack did not succeed. */
export function failureOf(ended: Ended, { customer, step, tool, unlock }: FailedStep): Diagnostic {
  const what = `${tool} ${step} of ${customer}`;
  if (ended.signal) {
    return diagnostic('terraform_killed', {
      customer,
      detail: `${what} was ended by ${ended.signal}. What it had changed by then may not be in its state; nothing is lost in Azure, and the next run imports it.${unlock ? ' Its lock is left on the state.' : ''}`,
      hint: unlock
        ? `When nobody runs Terraform for this customer any more:\n\n${unlock}`
        : `tilldela apply ${customer} --engine terraform`,
    });
  }
  const text = plainText(ended.stderr || ended.stdout);
  if (/interrupt received|execution halted|operation cancell?ed/i.test(`${ended.stdout}\n${ended.stderr}`)) {
    return diagnostic('terraform_stopped', {
      customer,
      detail: `${what} was asked to stop, and ended in order: its state is written and its lock is released.\n\n${text}`,
      hint: `tilldela apply ${customer} --engine terraform`,
    });
  }
  const oneLine = plainText(ended.stderr || ended.stdout, Infinity).replaceAll(/\s+/g, ' '); // lines break anywhere
  const cause = causes.find(({ pattern }) => pattern.test(oneLine));
  return diagnostic(cause?.code ?? 'terraform_failed', {
    customer,
    detail: `${what} ended with code ${ended.code}.\n\n${text}`,
    hint: cause?.hint,
  });
}

/**
 * The id in what Terraform says of a lock that somebody holds. Of a lock at an HTTP backend it names the holder in the
 * message, and under "Lock Info" whoever asked.
 */
export function lockIdIn({ stderr }: Ended): string | undefined {
  const text = plainText(stderr);
  return (/already locked:\s+ID=(\S+)/.exec(text) ?? /Lock Info:[^]*?\bID:\s+(\S+)/.exec(text))?.[1];
}

/** Without the frames that Terraform draws around its errors. */
function plainText(text: string, count = shownLines): string {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^[╷│╵]\s?/, '').trimEnd())
    .filter((line, index, all) => line !== '' || (all[index - 1] ?? '') !== '');
  return lines.slice(0, count).join('\n').trim();
}
