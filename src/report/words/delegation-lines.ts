import { byText, type Delegation } from '../../model';
import { inline, quoted } from '../terminal/neutralise';
import { span, type Line } from '../terminal/span';
import { hang, spaces } from '../terminal/wrap-line';
import { counted } from './assignment-words';
import type { Names } from './names';

/** What other tenants may do through Azure Lighthouse: a line for each delegation, and one for each of its principals. */
export function delegationLines(delegations: readonly Delegation[], names: Names, width: number): Line[] {
  return delegations.toSorted(byText(({ id }) => id.toLowerCase())).flatMap((delegation) => {
    const { scope, offer, authorizations } = delegation;
    const who = span(tenantWords(delegation), 'warning');
    const title = [span(`${names.scope(scope)} to `), who, span(` by the offer ${quoted(offer)}`)];
    return [
      ...hang([spaces(4)], title, width, [spaces(6)]),
      ...authorizations.flatMap(({ principalId, displayName, role, isEligible }) => {
        const name = displayName === undefined ? '' : `${inline(displayName)} `;
        const text = `${names.role(role)} for ${name}${principalId}${isEligible ? ', to be activated' : ''}`;
        return hang([spaces(6)], [span(text)], width, [spaces(8)]);
      }),
    ];
  });
}

export function delegationTitle(delegations: readonly Delegation[]): string {
  return `Delegated through Azure Lighthouse: ${counted(delegations.length, 'delegation')}, no role assignments`;
}

function tenantWords({ managingTenant, managingTenantName }: Delegation): string {
  return managingTenantName === undefined
    ? `tenant ${managingTenant}`
    : `${quoted(managingTenantName)} (tenant ${managingTenant})`;
}
