import { byText, subscriptionOf, type Cloud, type Guid, type Scope } from '../../model';
import { handOffsOf, handOffWords, type Change, type Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { codeUnitEscapes } from '../terminal/neutralise';
import type { Names } from '../words/names';
import { namesOfPlan } from '../words/names-of-plan';
import { armRequests, type ArmRequest } from './arm-request';
import { armTemplates } from './arm-template';
import { code, codeBlock, plain } from './markdown';
import { azLine, azVerification, powerShellLine } from './scripts';

/** One file of a pack. */
export interface HandOffFile {
  readonly name: string;
  readonly text: string;
}

/** What the customer's administrator is given: a page to read, and the same changes for three tools. */
export interface HandOffPack {
  readonly page: string;
  /** The page is the first. */
  readonly files: readonly HandOffFile[];
}

/** Whoever asks the customer. */
export interface Asking {
  readonly partnerTenant: Guid;
  readonly adminAgents: Guid;
}

/** The pack for what no channel can make; undefined where there is nothing. */
export function handOffPack(
  plan: Plan,
  asking: Asking,
  context: Pick<ReportContext, 'roleName'>,
): HandOffPack | undefined {
  const changes = handOffsOf(plan).filter(({ handOff }) => handOff !== 'after_hand_off');
  const requests = changes
    .toSorted(byText((change) => `${rank(change)} ${change.address}`))
    .flatMap((change) => armRequests(change, plan));
  if (requests.length === 0) return undefined;
  const { customer } = plan;
  const az = `${script('#!/bin/sh', plan, requests.map(azLine), 'set -e')}\n`;
  const powerShell = `${script('', plan, requests.map(powerShellLine), "$ErrorActionPreference = 'Stop'")}\n`;
  const templates = armTemplates(requests).map(({ target, template }) => ({
    target,
    name: `${customer}.${target.split('/').at(-1) ?? ''}.template.json`,
    text: `${codeUnitEscapes(JSON.stringify(template, null, 2))}\n`,
  }));
  const page = pageOf({ plan, asking, changes, requests, templates, names: namesOfPlan(plan, context) });
  return {
    page,
    files: [
      { name: `${customer}.md`, text: `${page}\n` },
      { name: `${customer}.sh`, text: az },
      { name: `${customer}.ps1`, text: powerShell },
      ...templates.map(({ name, text }) => ({ name, text })),
    ],
  };
}

/** What is made goes before what is removed, and roles before what is made of them. */
function rank({ type, action }: Change): number {
  const isFoundation = type === 'azurerm_role_definition' || type === 'azurerm_lighthouse_definition';
  if (action === 'delete') return isFoundation ? 4 : 3;
  if (action === 'replace') return 2;
  return isFoundation ? 0 : 1;
}

function script(first: string, { customer, tenantId, asOf }: Plan, lines: readonly string[], then: string) {
  const head = [`# ${customer}, tenant ${tenantId}, as of ${asOf}. Run it signed in to that tenant.`, then];
  return [...(first ? [first] : []), ...head, '', ...lines].join('\n');
}

interface Page {
  readonly plan: Plan;
  readonly asking: Asking;
  readonly changes: readonly Change[];
  readonly requests: readonly ArmRequest[];
  readonly templates: readonly { readonly target: Scope; readonly name: string }[];
  readonly names: Names;
}

function pageOf(page: Page): string {
  const { plan, asking, changes, requests, names } = page;
  return [
    `# Access to be changed by ${plain(plan.customer)}`,
    `Your partner (tenant ${code(asking.partnerTenant)}, its group AdminAgents ${code(asking.adminAgents)}) asks you to make ${changes.length === 1 ? 'the change' : `the ${changes.length} changes`} below in your tenant ${code(plan.tenantId)}. As of ${plan.asOf}. It takes an Owner or User Access Administrator of the scopes named.`,
    '## Why you are asked',
    whyLines(changes).join('\n'),
    '## What changes',
    tableOf(requests, names).join('\n'),
    '## How: one of these',
    'With the Azure CLI, in a POSIX shell such as Azure Cloud Shell:',
    codeBlock([...azLogin(plan), ...requests.map(azLine)].join(' &&\n'), 'sh'),
    'With PowerShell:',
    codeBlock([powerShellLogin(plan), ...requests.map(powerShellLine)].join('\n'), 'powershell'),
    ...templateLines(page),
    '## Check',
    'Each of these shows what was made, and says that there is nothing where something was removed:',
    codeBlock(requests.filter(isLasting).map(azVerification).join('\n'), 'sh'),
    `Tell your partner when it is done: their next ${code(`tilldela plan ${plan.customer}`)} then has nothing left of it.`,
  ].join('\n\n');
}

/** The Azure CLI and PowerShell begin in the public cloud. Names and locations: `az cloud list`, `az account list-locations`. */
const otherClouds: Partial<Record<Cloud, { readonly name: string; readonly location: string }>> = {
  usgovernment: { name: 'AzureUSGovernment', location: 'usgovvirginia' },
  china: { name: 'AzureChinaCloud', location: 'chinanorth3' },
};

function azLogin({ cloud, tenantId }: Plan): string[] {
  const other = otherClouds[cloud];
  return [...(other ? [`az cloud set --name ${other.name}`] : []), `az login --tenant ${tenantId}`];
}

function powerShellLogin({ cloud, tenantId }: Plan): string {
  const other = otherClouds[cloud];
  return `Connect-AzAccount${other ? ` -Environment ${other.name}` : ''} -Tenant ${tenantId}`;
}

/** A request for eligibility is gone once it is carried out. */
function isLasting({ type }: ArmRequest): boolean {
  return !type.endsWith('ScheduleRequests');
}

function whyLines(changes: readonly Change[]): string[] {
  const reasons = new Map(changes.map(({ handOff }) => [handOff, handOff && handOffWords(handOff)]));
  return [...reasons.values()].flatMap((words) =>
    words ? [`- ${words.because} ${words.remedy} (By ${words.mendedBy}.)`] : [],
  );
}

const verbs: Readonly<Record<Change['action'], string>> = {
  create: 'create',
  update: 'change',
  replace: 'replace',
  delete: 'remove',
  'no-op': '',
};

function tableOf(requests: readonly ArmRequest[], names: Names): string[] {
  return [
    '| what | role | for | where | because |',
    '| --- | --- | --- | --- | --- |',
    ...requests.map((request) => `| ${cellsOf(request, names).join(' | ')} |`),
  ];
}

function cellsOf({ method, change, type, name, scope }: ArmRequest, names: Names): string[] {
  const verb = method === 'DELETE' ? 'remove' : verbs[change.action];
  const subject = method === 'PUT' && 'after' in change ? change.after : undefined;
  const held = subject ?? ('before' in change ? change.before : undefined);
  const isHeld = held && 'principalId' in held;
  const called = isHeld ? names.plainPrincipal(held.principalId) : undefined;
  const kind = isHeld && 'principalType' in held ? ` (${held.principalType})` : '';
  return [
    isHeld ? verb : `${verb} ${type.split('/')[1] ?? ''} ${code(name)}`,
    isHeld ? plain(names.plainRole(held.role) ?? held.role) : '',
    isHeld ? `${called === undefined ? '' : `${plain(called)} `}${code(held.principalId)}${kind}` : '',
    plain(scope),
    change.because === undefined ? '' : plain(change.because),
  ];
}

function templateLines({ plan, requests, templates }: Page): string[] {
  if (templates.length === 0) return [];
  const removes = requests.some(({ method }) => method === 'DELETE');
  const lines = templates.map(({ target, name }) => deployLine(target, name, plan.cloud));
  return [
    `With ARM templates, from the files that come with this page${removes ? ' (they remove nothing: use a line from above for that)' : ''}:`,
    codeBlock(lines.join('\n'), 'sh'),
  ];
}

/** The location is where the deployment is recorded; what it makes has none. */
function deployLine(target: Scope, file: string, cloud: Cloud): string {
  const subscription = subscriptionOf(target);
  const where = subscription
    ? `az deployment sub create --subscription ${subscription}`
    : `az deployment mg create --management-group-id '${target.split('/').at(-1) ?? ''}'`;
  const location = otherClouds[cloud]?.location ?? 'westeurope';
  return `${where} --location ${location} --template-file '${file}'`;
}
