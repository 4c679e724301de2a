/** What a new repository is called and made with. */
interface ProjectFacts {
  readonly name: string;
  /** Version of tilldela that it begins with. */
  readonly version: string;
  readonly projectId: string;
}

/** The files of a new repository that are no stacks, by name. */
export function projectFiles(facts: ProjectFacts): [string, string][] {
  return [
    ['package.json', json(packageJson(facts))],
    ['cdktf.json', json(cdktfJson(facts))],
    ['tsconfig.json', json(tsconfig)],
    ['.gitignore', gitignore],
    ['.github/workflows/access.yml', workflow],
    ['README.md', readme],
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function packageJson({ name, version }: ProjectFacts): object {
  return {
    name: name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') || 'customer-access',
    private: true,
    scripts: { plan: 'tilldela plan', drift: 'tilldela drift', typecheck: 'tsc' },
    dependencies: { cdktf: '^0.21.0', constructs: '^10.4.2', tilldela: `^${version}` },
    devDependencies: { typescript: '~6.0.3' },
  };
}

function cdktfJson({ projectId }: ProjectFacts): object {
  return {
    language: 'typescript',
    app: 'npx tilldela synth',
    projectId,
    sendCrashReports: 'false',
    context: { cloud: 'emulator' },
  };
}

const tsconfig = {
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
};

const gitignore = `node_modules/
cdktf.out/
# journals, and the state of the emulator
.tilldela/
*.emulator.lock.json
# plans hold names of people and ids of tenants
*.plan.json
# what the tour copies
tilldela-example/
# Terraform's local state, if you use it; keep it in a backend instead
terraform.tfstate.d/
`;

/** Steps of both jobs up to the command. Only the emulator needs no sign-in. */
const preparation = `    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci
      # On a real cloud, sign in as an identity that may read. No secret is stored:
      # - uses: azure/login@v2
      #   with:
      #     client-id: \${{ vars.AZURE_CLIENT_ID }}
      #     tenant-id: \${{ vars.AZURE_TENANT_ID }}
      #     allow-no-subscriptions: true`;

const workflow = `# Review on every pull request, drift every night. Both only read.
name: access
on:
  pull_request:
  schedule:
    - cron: '17 3 * * *'
permissions:
  contents: read
  id-token: write # workload identity
jobs:
  review:
    if: github.event_name == 'pull_request'
${preparation}
      - run: npm run typecheck
      - run: npx tilldela plan
  drift:
    if: github.event_name == 'schedule'
${preparation}
      # exits 2, and so fails, when Azure differs from the declaration
      - run: npx tilldela drift
`;

const readme = `# Access of our customers

Who may do what in each customer's Azure subscriptions, one file per customer in \`stacks/customers\`.

| I want to | command |
| --- | --- |
| see who has access now | \`npx tilldela access contoso\` |
| see what a change would do | \`npx tilldela plan\` |
| make Azure as declared | \`npx tilldela apply contoso\` |
| see what somebody changed by hand | \`npx tilldela drift\` |

Commit the lock files (\`stacks/customers/*.lock.json\`) that \`apply\` writes. As long as \`cdktf.json\` says
\`"cloud": "emulator"\`, everything happens on this machine.
`;
