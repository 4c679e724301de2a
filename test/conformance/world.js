/*
 * The customer that every scenario gets for itself: Contoso of the example, with the runner's service principal as Owner
 * of everything, another one that may only read, a management group, group members, and role assignments to import.
 */
const { Buffer } = require('node:buffer');
const { generateKeyPairSync, sign } = require('node:crypto');
const { exampleWorld } = require('../../dist/emulator');

const [partner, contoso] = exampleWorld.tenants;
const [application] = exampleWorld.applications;
const [dana, lee] = contoso.users;
const [labTeam, backupTeam] = contoso.groups;
const [production, sandbox] = contoso.subscriptions;
const [automation] = contoso.servicePrincipals;
const auditor = {
  id: 'e0e0e0e0-0005-4000-8000-000001000002',
  appId: 'e0e0e0e0-0006-4000-8000-000001000001',
  displayName: 'auditor',
};

const subscription = `/subscriptions/${production.id}`;
const resourceGroup = `${subscription}/resourceGroups/rg-web`;

/** What the scenarios know of the world; in Terraform's they are locals of the same name. */
const ids = {
  tenant_id: contoso.id,
  client_id: application.appId,
  automation_id: automation.id,
  auditor_client_id: auditor.appId,
  dana_id: dana.id,
  lee_id: lee.id,
  lab_team_id: labTeam.id,
  backup_team_id: backupTeam.id,
  partner_tenant_id: partner.id,
  partner_automation_id: partner.servicePrincipals[0].id,
  admin_agents_id: idOfPartnersGroup('AdminAgents'),
  cloud_engineers_id: idOfPartnersGroup('Cloud engineers'),
  subscription_id: production.id,
  management_group: '/providers/Microsoft.Management/managementGroups/contoso-production',
  subscription,
  other_subscription: `/subscriptions/${sandbox.id}`,
  resource_group: resourceGroup,
  resource: `${resourceGroup}/providers/Microsoft.Storage/storageAccounts/contosoweb`,
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  imported_at_subscription: 'e0e0e0e0-0008-4000-8000-000001000101',
  imported_at_resource_group: 'e0e0e0e0-0008-4000-8000-000001000102',
};

function idOfPartnersGroup(name) {
  return partner.groups.find(({ displayName }) => displayName === name).id;
}

const readerOfLabTeam = {
  roleDefinitionId: ids.reader,
  principalId: labTeam.id,
  principalType: 'Group',
};

/** A pipeline whose tokens sign the application in. */
const pipeline = { issuer: 'https://pipelines.emulator.invalid', subject: 'environment:production' };
const audience = 'api://AzureADTokenExchange';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const federatedCredentials = [
  {
    ...pipeline,
    audiences: [audience],
    issuerKeys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'ci' }],
  },
];

/** What the pipeline gives to its job. */
function pipelineToken() {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: pipeline.issuer,
    sub: pipeline.subject,
    aud: audience,
    iat: now,
    nbf: now,
    exp: now + 600,
  };
  const signed = [{ alg: 'RS256', kid: 'ci', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), keys.privateKey).toString('base64url')}`;
}

const world = {
  tenants: [
    partner,
    {
      ...contoso,
      servicePrincipals: [automation, auditor],
      groups: [{ ...labTeam, members: [dana.id, lee.id], owners: [dana.id] }, backupTeam],
      managementGroups: [{ id: 'contoso-production', displayName: 'Contoso production' }],
      subscriptions: [{ ...production, managementGroup: 'contoso-production' }, sandbox],
      roleAssignments: [
        ...contoso.roleAssignments,
        {
          name: 'e0e0e0e0-0008-4000-8000-000001000100',
          scope: '/',
          roleDefinitionId: ids.owner,
          principalId: automation.id,
          principalType: 'ServicePrincipal',
        },
        {
          name: 'e0e0e0e0-0008-4000-8000-000001000103',
          scope: subscription,
          roleDefinitionId: ids.reader,
          principalId: auditor.id,
          principalType: 'ServicePrincipal',
        },
        { ...readerOfLabTeam, name: ids.imported_at_subscription, scope: subscription },
        { ...readerOfLabTeam, name: ids.imported_at_resource_group, scope: resourceGroup },
      ],
    },
  ],
  applications: [
    { ...application, federatedCredentials },
    { ...application, appId: auditor.appId, displayName: auditor.displayName },
  ],
};

module.exports = { world, ids, clientSecret: application.clientSecrets[0], pipelineToken };
