import { creditEligibility } from '../../src/catalogue';
import type { Guid } from '../../src/model';
import { adminAgents, testGuid } from '../plan/arbitraries';
import { at, existing, grant } from '../plan/example';
import { contributor, findingsOf, owner, planOf, reader, roleId } from './situation';

const agents = { to: adminAgents, as: 'ForeignGroup' } as const;
const adopted = [existing({ ...agents, role: owner })];
const lost = (given: Parameters<typeof planOf>[0]) => findingsOf('partner_credit_lost', planOf(given));
const principalNames = new Map([[adminAgents, 'AdminAgents']]);
const underFull = { desired: { ownership: 'full', principalNames } } as const;

describe('partner earned credit', () => {
  it('is guarded where AdminAgents loses its last eligible role, and never said to be earned', () => {
    const [finding, ...others] = lost({ ...underFull, found: adopted });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      detail: expect.stringContaining(`AdminAgents ${adminAgents} would lose the last one`),
      hint: expect.stringContaining('--allow partner_credit_lost'),
    });
    expect(finding?.detail).not.toContain('is earned');
  });

  it.each([
    ['another eligible role stays', contributor, undefined, 0],
    ['what stays is not eligible', reader, undefined, 1],
    ['what stays covers a part only', contributor, at('/resourceGroups/lab'), 1],
  ])('%s', (_, role, scope, count) => {
    const grants = [grant('rest', { ...agents, role, ...(scope && { scope }) })];
    expect(lost({ ...underFull, grants, found: adopted })).toHaveLength(count);
  });

  it('is kept by no group of another tenant than its own', () => {
    const strangers = grant('rest', { ...agents, to: testGuid(3, 7), role: owner });
    expect(lost({ ...underFull, grants: [strangers], found: adopted })).toHaveLength(1);
  });

  it('is not known of roles that Microsoft does not list', () => {
    expect(creditEligibility(roleId('Backup Operator'))).toBe('eligible');
    expect(creditEligibility(roleId('Monitoring Reader'))).toBe('not-eligible');
    expect(creditEligibility(roleId('Key Vault Administrator'))).toBe('unknown');
  });

  it('is known of roles that the list has and that cannot be declared by name', () => {
    const dataFactoryContributor = '673868aa-7521-48a0-acc6-0f60742d39f5' as Guid;
    const dataBoxReader = '028f4ed7-e2a9-465e-a8f4-9c0ffdfdc027' as Guid;
    expect(creditEligibility(dataFactoryContributor)).toBe('eligible');
    expect(creditEligibility(dataBoxReader)).toBe('not-eligible');
  });
});
