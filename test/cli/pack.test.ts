import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Project, removeProjects, repository } from './project';

afterAll(removeProjects);

const isAsked = Boolean(process.env['TILLDELA_TEST_PACK']);
if (!isAsked) {
  process.stderr.write(
    'Skipped: the packed package, which takes a minute to install; set TILLDELA_TEST_PACK=1 to run it.\n',
  );
}

(isAsked ? test : test.skip)(
  'the packed package, installed into an empty folder, makes a project that validates, type-checks and plans',
  () => {
    const project = new Project();
    const shell = (command: string) => {
      const run = spawnSync('sh', ['-c', command], { cwd: project.folder, encoding: 'utf8' });
      return { code: run.status, stdout: run.stdout, stderr: run.stderr };
    };
    const packed = spawnSync('npm', ['pack', '--pack-destination', project.folder, '--ignore-scripts'], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(packed.status).toBe(0);
    const [tarball = ''] = readdirSync(project.folder).filter((name) => name.endsWith('.tgz'));
    const listed = shell(`tar -tzf ${tarball}`).stdout;
    expect(listed).toContain('package/dist/cli/main.js');
    expect(listed).toContain('package/stacks/partner.ts');
    expect(listed).not.toMatch(/lock\.json|\/test\/|\/src\//);

    expect(shell(`npm install --no-audit --no-fund ./${tarball}`)).toMatchObject({ code: 0 });
    expect(shell('npx tilldela init')).toMatchObject({ code: 0 });
    expect(shell('npx tilldela validate')).toMatchObject({
      code: 0,
      stdout: 'Valid: 1 customer, 9 grants.\n',
    });
    expect(shell('npx tilldela plan --detailed-exitcode')).toMatchObject({ code: 2 });
    expect(shell('npx tilldela apply --all --auto-approve')).toMatchObject({ code: 0 });
    expect(shell('npx tilldela plan --detailed-exitcode')).toMatchObject({ code: 0 });
    // As init says where package.json was there before.
    expect(shell('npm install --no-audit --no-fund --save-dev typescript@~6.0.3')).toMatchObject({ code: 0 });
    expect(shell('npm pkg set scripts.typecheck=tsc && npm run typecheck')).toMatchObject({ code: 0 });
  },
  600_000,
);
