import { startEmulator } from './emulator';
import { Project, removeProjects } from './project';

afterAll(removeProjects);

test('what the emulator prints signs other clients in to a customer of the example', async () => {
  const project = new Project();
  const emulator = await startEmulator(project);
  const { environment } = emulator;
  const { status, body } = await emulator.call(
    'GET',
    `/subscriptions/${environment['ARM_SUBSCRIPTION_ID']}?api-version=2022-12-01`,
    environment['ARM_TENANT_ID'] ?? '',
  );
  await emulator.stop();
  expect([status, body.displayName, body.tenantId]).toEqual([
    200,
    'Contoso production',
    environment['ARM_TENANT_ID'],
  ]);
  expect(`https://${environment['ARM_METADATA_HOSTNAME']}`).toBe(environment['EMULATOR']);
  // az writes into its folder, which must not be that of the person's own sign-ins
  expect(environment['AZURE_CONFIG_DIR']?.startsWith(project.folder)).toBe(true);
});
