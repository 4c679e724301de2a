import path from 'node:path';
import { offerProvider } from '../../src/cli/provider-package';
import { findTool, openStack, ProviderLocks } from '../../src/terraform';
import { emptyProject, removeProjects } from '../cli/project';
import { withTool } from './fleet';

afterAll(removeProjects);

const source = 'tilldela.internal/tilldela/tilldela';
const configuration = JSON.stringify({ terraform: { required_providers: { tilldela: { source } } } });

withTool('a stack that is not suited by the versions of another chooses its own', async () => {
  const project = emptyProject({ 'stack/cdk.tf.json': configuration });
  offerProvider(project.path('stack/cdk.tf.json'));
  project.write('other/.terraform.lock.hcl', `provider "${source}" {\n  version = "0.0.1"\n}\n`);
  const locks = new ProviderLocks();
  locks.learn(project.path('other'));
  const stack = openStack({
    customer: 'contoso',
    folder: project.path('stack'),
    workFolder: project.path('work'),
    tool: findTool(process.env),
    environment: { PATH: process.env['PATH'], HOME: project.folder, CHECKPOINT_DISABLE: '1' },
    signal: new AbortController().signal,
  });
  await stack.init(locks);
  expect(project.read(path.join('stack', '.terraform.lock.hcl'))).not.toContain('"0.0.1"');
});
