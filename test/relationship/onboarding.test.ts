import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runCustomers } from '../../src/cli/runs/customers';
import { runCustomersAdd } from '../../src/cli/runs/customers-add';
import { runPlan } from '../../src/cli/runs/plan';
import { runRelationshipRequest } from '../../src/cli/runs/relationship-request';
import { runRelationshipStatus } from '../../src/cli/runs/relationship-status';
import { runRelationshipWatch } from '../../src/cli/runs/relationship-watch';
import { codesIn, widthOf } from '../cli/diagnostics';
import { PartnerProject, relationshipIn } from './partner-project';

jest.setTimeout(120_000);

const project = new PartnerProject();
beforeAll(() => project.start());
afterAll(() => project.close());

/** The compiler that a partner's repository uses. */
function typeCheck(): string {
  project.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'commonjs',
        moduleResolution: 'bundler',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
      include: ['stacks'],
    }),
  );
  const compiler = path.resolve(__dirname, '../../node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', project.path('tsconfig.json')], {
    encoding: 'utf8',
  });
  return stdout;
}

test('a tenant becomes a customer: asked, accepted, watched for, and written as a file that can be planned', async () => {
  const nobody = await project.run(runCustomers, { search: 'woodgrove' });
  expect([nobody.code, nobody.data]).toEqual([0, '']);
  expect(nobody.messages).toContain('No customer\'s name or domain begins with "woodgrove".');

  const requested = await project.run(runRelationshipRequest, {
    customer: 'woodgrove.com',
    autoApprove: true,
  });
  expect(requested.code).toBe(2); // it is the customer's turn
  expect(requested.data).toContain('For a Global Administrator of woodgrove.com:');
  // The link for resellers is for people only, and an application asked.
  expect(codesIn(requested.messages)).toEqual(['person_needed']);
  const relationship = relationshipIn(requested.data);

  const again = await project.run(runRelationshipRequest, { customer: 'woodgrove.com' });
  expect(relationshipIn(again.data)).toBe(relationship);
  expect(project.writes()).toEqual(['POST delegatedAdminRelationships', 'POST requests']);

  const watching = project.run(runRelationshipWatch, {
    customer: 'woodgrove.com',
    timeout: 1,
    autoApprove: true,
  });
  await project.acceptReseller('woodgrove.com');
  await project.decide(relationship, 'approve');
  const watched = await watching;
  expect([watched.code, watched.data]).toEqual([
    0,
    'Cloud engineers has Directory Readers in woodgrove.com.\n',
  ]);

  const added = await project.run(runCustomersAdd, { customer: 'woodgrove.com' });
  expect([added.code, added.data]).toEqual([
    0,
    'Wrote stacks/customers/woodgrove.ts: Woodgrove, 1 subscription.\n',
  ]);
  expect(project.read('stacks/customers/woodgrove.ts')).toContain("core: '");
  expect(typeCheck()).toBe('');
  const planned = await project.run(runPlan, { customers: ['woodgrove'], detailedExitcode: true });
  expect([planned.code, planned.messages]).toEqual([0, '']);

  // Plain data among the annotations: Terraform has no part in it.
  const stack = JSON.parse(project.read('cdktf.out/stacks/woodgrove/cdk.tf.json'));
  expect(stack['//'].tilldela.relationship).toEqual({
    roles: { 'Cloud engineers': ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'] },
    autoExtend: true,
    days: 730,
  });

  const status = await project.run(runRelationshipStatus, { customers: [] });
  expect([status.code, status.messages]).toEqual([0, '']);
  expect(status.data).toContain('Cloud engineers: Directory Readers');
  expect(widthOf(status.data)).toBeLessThanOrEqual(80);
});
