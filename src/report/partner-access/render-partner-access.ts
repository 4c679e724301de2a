import type { ExistingRoleAssignment, Guid, Scope } from '../../model';
import type { ReportContext } from '../report-context';
import { inline, neutralise } from '../terminal/neutralise';
import { joinSections } from '../terminal/join-sections';
import { paint } from '../terminal/paint';
import { solid, span, type Line } from '../terminal/span';
import { hang } from '../terminal/wrap-line';
import { cloudWords } from '../words/assignment-words';

/** An answer of Azure that proves something. `at` is RFC 3339. */
export interface Proof {
  readonly method: string;
  readonly status: number;
  readonly at: string;
  readonly requestId: string | undefined;
}

/** What AdminAgents had in one subscription, what was asked of Azure, and what it has now. */
interface PartnerAccessAt {
  readonly alias: string;
  readonly scope: Scope;
  readonly before: readonly ExistingRoleAssignment[];
  readonly requests: readonly Proof[];
  /** Undefined where whoever asked cannot read it any more. */
  readonly after: readonly ExistingRoleAssignment[] | undefined;
  readonly readBack: Proof | undefined;
}

export interface PartnerAccessStatement {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly adminAgents: Guid;
  readonly places: readonly PartnerAccessAt[];
}

/** The statement as text: to be kept, as a record of who had what. */
export function renderPartnerAccess(
  { customer, tenantId, adminAgents, places }: PartnerAccessStatement,
  context: ReportContext,
): string {
  const { width, color, cloud, roleName } = context;
  const held = (assignments: readonly ExistingRoleAssignment[]): string =>
    assignments.length === 0
      ? 'none'
      : assignments.map((each) => `${inline(roleName(each.role) ?? each.role)} (${each.name})`).join(', ');
  const line = (label: string, text: string): Line[] => hang([span(`  ${label}`)], [span(text)], width);
  const sections = places.map((place) => [
    ...hang([], [span(inline(place.alias), 'heading'), span(` ${place.scope}`, 'quiet')], width),
    ...line('before  ', held(place.before)),
    ...place.requests.flatMap((proof) => line('request ', proofWords(proof))),
    ...line('now     ', place.after ? held(place.after) : 'not to be read any more by who signed in'),
    ...(place.readBack ? line('read    ', proofWords(place.readBack)) : []),
  ]);
  const header = [
    span(`Access of AdminAgents ${adminAgents} in ${inline(customer)}`, 'heading'),
    span(` (${cloudWords(cloud)}), tenant ${tenantId}`, 'quiet'),
  ];
  return paint(joinSections([hang([], header, width), ...sections]), color);
}

/** Lines by which an Owner of the customer gives the partner its access again; they name the group by its id alone. */
export function reinstateLines({ tenantId, adminAgents, places }: PartnerAccessStatement): string {
  const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
  const az = places.map(
    ({ scope }) =>
      `az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role ${owner} --scope ${scope}`,
  );
  const powerShell = places.map(
    ({ scope }) =>
      `New-AzRoleAssignment -ObjectId ${adminAgents} -ObjectType ForeignGroup -RoleDefinitionId ${owner} -Scope ${scope}`,
  );
  const lines = [
    'To give it again, as an Owner of the subscription, while there is a reseller relationship.',
    'With the Azure CLI:',
    `  az login --tenant ${tenantId}`,
    ...az.map((text) => `  ${text}`),
    'With PowerShell:',
    `  Connect-AzAccount -Tenant ${tenantId}`,
    ...powerShell.map((text) => `  ${text}`),
  ];
  return paint(
    lines.map((text): Line => [solid(neutralise(text))]),
    false,
  );
}

function proofWords({ method, status, at, requestId }: Proof): string {
  return `${method} answered ${status} at ${at}${requestId === undefined ? '' : `, request id ${inline(requestId)}`}`;
}
