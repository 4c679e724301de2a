import { canGrantAccess } from '../catalogue';
import { parseCalendarDate, type CalendarDate, type PrincipalReference, type Scope } from '../model';
import { checkChoice } from './check-choice';
import { checkGrantedRole } from './check-role';
import { checkCondition, type CheckedCondition } from './condition';
import { checkTexts, isReason } from './declared-text';
import type { GrantableRole } from './custom-role';
import type { GrantProps } from './grant-props';
import type { Ledger } from './ledger';
import { describePrincipal, parsePrincipal, type Principal } from './principals';
import type { Report } from './report';

/** A grant in which nothing is wrong by itself. */
export interface CheckedGrant {
  readonly principal: PrincipalReference;
  readonly role: GrantableRole;
  readonly because: string | undefined;
  readonly description: string | undefined;
  readonly until: CalendarDate | undefined;
  readonly condition: CheckedCondition | undefined;
  readonly lifecycle: GrantLifecycle;
}

/** How Terraform and the embedded engine treat the assignment later. */
export interface GrantLifecycle {
  readonly preventDestroy: boolean;
  readonly ignoresCondition: boolean;
}

/** Reports everything that is wrong in a grant, and gives what it means where nothing is. */
export function checkGrant(
  props: GrantProps,
  scope: Scope | undefined,
  ledger: Ledger,
  report: Report,
): CheckedGrant | undefined {
  const { because, description } = props;
  const principal = checkPrincipal(props.to, report);
  const role = checkGrantedRole(props.role, scope, ledger, report);
  const why = whatNeedsReason(props.to, role);
  const reasoned = why === undefined || isReason(because);
  if (!reasoned) report('reason_missing', `${why}, so \`because\` must say why.`);
  const until = props.until === undefined ? undefined : checkDate('until', props.until, report);
  const dated = until !== undefined || props.until === undefined;
  const plain = checkTexts({ because, description }, report);
  const condition = checkCondition(props, ledger.roles, report);
  const conditioned = condition !== undefined || props.condition === undefined;
  const lifecycle = checkLifecycle(props, report);
  if (!principal || !role || !reasoned || !dated || !plain || !conditioned || !lifecycle) return undefined;
  return { principal, role, because, description, until, condition, lifecycle };
}

function whatNeedsReason(to: Principal | undefined, role: GrantableRole | undefined): string | undefined {
  if (role && canGrantAccess(role)) return `${role.name} can give access to others`;
  return typeof to === 'object' && 'mail' in to ? `${to.mail} is looked after elsewhere` : undefined;
}

function checkLifecycle(
  { until, condition, conditionVersion, preventDestroy = false, ignoreChanges = [] }: GrantProps,
  report: Report,
): GrantLifecycle | undefined {
  if (preventDestroy && until !== undefined)
    return report('contradicting_lifecycle', `It ends with ${until}, and \`preventDestroy\` forbids that.`);
  if (conditionVersion !== undefined && condition === undefined)
    return report('malformed_condition', 'There is a `conditionVersion` and no `condition`.');
  const ignored = ignoreChanges.map((key) => checkChoice('ignoreChanges', key, ['condition'], report));
  if (ignored.includes(undefined)) return undefined;
  return { preventDestroy, ignoresCondition: ignored.length > 0 };
}

/** `principal` may be missing: customer files are run without being type-checked. */
export function checkPrincipal(
  principal: Principal | undefined,
  report: Report,
): PrincipalReference | undefined {
  if (!principal) return report('malformed_principal', '`to` names nobody.');
  if (typeof principal !== 'object') {
    const hint = 'Write who it is: user("…"), group("…"), servicePrincipal("…") or managedIdentity("…").';
    return report('malformed_principal', `\`to\` is the bare text "${String(principal)}".`, hint);
  }
  const parsed = parsePrincipal(principal);
  const text = describePrincipal(principal);
  if (!parsed) return report(...whatIsWrongWith(principal, text));
  return checkTexts({ to: text }, report) ? parsed : undefined;
}

function whatIsWrongWith(principal: Principal, text: string): Parameters<Report> {
  if ('clientId' in principal)
    return ['malformed_principal', `The client id ${text} of an application is no GUID.`];
  switch (principal.type) {
    case 'ForeignGroup':
      return ['malformed_id', `The object id ${text} of a foreign principal is no GUID.`];
    case 'User':
      if ('mail' in principal) {
        return ['malformed_principal', `The guest ${text} is named by no mail address.`];
      }
      return [
        'malformed_principal',
        `The user ${text} is neither a user principal name nor an object id.`,
        'A user principal name has an @, such as dana@contoso.com.',
      ];
    case 'Group':
    case 'ServicePrincipal':
      return ['malformed_principal', `The name ${text} is empty or begins or ends with a blank.`];
  }
}

export function checkDate(key: string, text: string, report: Report): CalendarDate | undefined {
  return parseCalendarDate(text) ?? report('malformed_date', `\`${key}\` is "${text}".`);
}
