import fc from 'fast-check';
import { entraRoles, relationshipId } from './delegated-admin-world';
import { control, id, startClient } from './emulator-client';
import type { Client, Reply } from './emulator-client';

let client: Client;
let token: string;
beforeAll(async () => {
  client = await startClient();
  token = await client.emulator.userToken('northwind.com', 'sam@northwind.com');
});
afterAll(() => client.emulator.close());

const settings = { numRuns: 500, seed: 20261123 };
const text = (...likely: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...likely) }, { weight: 1, arbitrary: fc.string() });
const guid = text(id('0001', 1), id('0004', 0, 3), entraRoles.directoryReaders, relationshipId(0, 1));
const roles = fc.oneof(
  fc.constant({ unifiedRoles: [{ roleDefinitionId: entraRoles.directoryReaders }] }),
  fc.record({ unifiedRoles: fc.array(fc.oneof(fc.jsonValue(), fc.record({ roleDefinitionId: guid }))) }),
  fc.jsonValue(),
);
const body = fc.oneof(
  fc.record(
    {
      displayName: text('Name'),
      duration: text('P1D', 'P2Y', 'P0D', 'PT1H'),
      autoExtendDuration: text('PT0S', 'P180D'),
      customer: fc.oneof(fc.record({ tenantId: guid }), fc.jsonValue()),
      accessDetails: roles,
      accessContainer: fc.oneof(
        fc.record({ accessContainerId: guid, accessContainerType: text('securityGroup') }),
        fc.jsonValue(),
      ),
      action: text('lockForApproval', 'terminate'),
      status: text('suspended'),
      relationshipToPartner: text('none', 'reseller'),
      applicationId: guid,
      applicationGrants: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT');

/** Whether it is a success, or a refusal in the service's own envelope. */
function isAnswer({ status, body: answer }: Reply, envelope: (answer: Reply['body']) => boolean): boolean {
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && envelope(answer));
}

it('14.5 relationships of delegated admin take no nonsense', async () => {
  const path = fc.array(
    text('requests', 'accessAssignments', 'operations', relationshipId(0, 1), id('0012', 1), id('0001', 1)),
    { maxLength: 3 },
  );
  const query = fc.dictionary(
    text('$filter', '$top', '$orderby', '$skiptoken', '$select', '$count'),
    text("status eq 'active'", "customer/tenantId eq 'x'", 'status desc', '2', 'true'),
  );
  const kind = text('delegatedAdminRelationships', 'delegatedAdminCustomers');
  await fc.assert(
    fc.asyncProperty(method, kind, path, query, body, async (verb, first, rest, parameters, sent) => {
      const segments = [first, ...rest].map((each) => encodeURIComponent(each).replaceAll('.', '%2E'));
      const target = `/v1.0/tenantRelationships/${segments.join('/')}?${new URLSearchParams(parameters).toString()}`;
      const reply = await client.call(target, {
        token,
        method: verb,
        ...(verb !== 'GET' && { body: JSON.stringify(sent) }),
      });
      return isAnswer(reply, (answer) => typeof answer?.error?.code === 'string');
    }),
    settings,
  );
});

it('14.5 Partner Center takes no nonsense', async () => {
  const path = fc.array(
    text('subscriptions', 'azureEntitlements', 'applicationconsents', id('0001', 1), id('0013', 1)),
    {
      maxLength: 4,
    },
  );
  const query = fc.dictionary(
    text('size', 'filter', 'seekOperation'),
    text('2', 'Next', '{"Field":"Domain"}'),
  );
  const header = fc.option(text('YXQ6Mg=='), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      query,
      body,
      header,
      async (verb, rest, parameters, sent, continuation) => {
        const segments = ['customers', ...rest].map((each) =>
          encodeURIComponent(each).replaceAll('.', '%2E'),
        );
        const reply = await client.call(
          `/v1/${segments.join('/')}?${new URLSearchParams(parameters).toString()}`,
          {
            token,
            method: verb,
            headers: {
              ...(continuation !== undefined && {
                'MS-ContinuationToken': continuation.replaceAll(/[^\x21-\x7e]/g, ''),
              }),
            },
            ...(verb !== 'GET' && { body: JSON.stringify(sent) }),
          },
        );
        return isAnswer(reply, (answer) => typeof answer?.code === 'string' && answer.source === 'PartnerFD');
      },
    ),
    settings,
  );
});

it('14.5 what customers and people decide by control is done or refused', async () => {
  const decision = fc.record(
    {
      relationship: fc.oneof(guid, fc.jsonValue()),
      action: text('approve', 'reject', 'terminate', 'accept', 'remove'),
      customer: fc.oneof(text('contoso.com'), fc.jsonValue()),
      partner: fc.oneof(text('northwind.com'), fc.jsonValue()),
      by: fc.oneof(text('dana@contoso.com'), fc.jsonValue()),
      code: fc.oneof(text('ABCDEFGHJ'), fc.jsonValue()),
      user: fc.oneof(text('sam@northwind.com'), fc.jsonValue()),
      mfa: fc.oneof(fc.boolean(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const name = fc.constantFrom('delegated-admin', 'reseller', 'device-sign-in', 'sign-in');
  await fc.assert(
    fc.asyncProperty(name, fc.oneof(decision, fc.jsonValue()), async (action, sent) => {
      const reply = await control(client, `POST ${action}`, JSON.stringify(sent));
      return reply.status === 200 || reply.status === 400;
    }),
    settings,
  );
});
