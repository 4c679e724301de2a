import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import type { Emulator } from '../emulator';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const fabrikam = {
  tenant: 'e0e0e0e0-0001-4000-8000-000002000001',
  subscription: '/subscriptions/e0e0e0e0-0002-4000-8000-000002000001',
  noor: 'e0e0e0e0-0003-4000-8000-000002000002',
};
const contoso = {
  tenant: 'e0e0e0e0-0001-4000-8000-000001000001',
  webShop: '/subscriptions/e0e0e0e0-0002-4000-8000-000001000001/resourceGroups/rg-web',
  dana: 'e0e0e0e0-0003-4000-8000-000001000001',
};
const roleAssignments = '/providers/Microsoft.Authorization/roleAssignments';
const apiVersion = '?api-version=2022-04-01';

/**
 * What two people do by hand in the tour: plain requests to Azure's API with a user's token, as the portal sends them.
 * Nothing of tilldela's own client is used, so that the drift is not made by what finds it.
 */
export async function workInThePortal(emulator: Emulator): Promise<void> {
  const kim = await emulator.userToken(fabrikam.tenant, 'kim@fabrikam.com');
  const roleDefinitionId = `${fabrikam.subscription}/providers/Microsoft.Authorization/roleDefinitions/${owner}`;
  const body = { properties: { roleDefinitionId, principalId: fabrikam.noor, principalType: 'User' } };
  const created = `${fabrikam.subscription}${roleAssignments}/${randomUUID()}${apiVersion}`;
  await call(emulator, 'PUT', created, kim, body);

  const lee = await emulator.userToken(contoso.tenant, 'lee@contoso.com');
  const listed = (await call(emulator, 'GET', `${contoso.webShop}${roleAssignments}${apiVersion}`, lee)) as {
    value: { id: string; properties: { principalId: string; scope: string } }[];
  };
  const access = listed.value.find(
    ({ properties }) => properties.principalId === contoso.dana && properties.scope.endsWith('/rg-web'),
  );
  if (access) await call(emulator, 'DELETE', `${access.id}${apiVersion}`, lee);
}

function call(
  emulator: Emulator,
  method: string,
  url: string,
  token: string,
  body?: object,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(
      `${emulator.origin}${url}`,
      { method, headers, ca: emulator.caCertificate },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => {
          if ((answer.statusCode ?? 500) < 300) resolve(text ? JSON.parse(text) : undefined);
          else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}
