/* What Azure Resource Manager lists for a customer, without when and by whom. */
const https = require('node:https');
const { URLSearchParams } = require('node:url');

const at = (provider, list, version, filter = '') =>
  `providers/Microsoft.${provider}/${list}?api-version=${version}${filter}`;
const custom = `&$filter=${encodeURIComponent("type eq 'CustomRole'")}`;
const lists = [
  at('Authorization', 'roleAssignments', '2022-04-01'),
  at('Authorization', 'roleDefinitions', '2022-04-01', custom),
  at('Authorization', 'roleEligibilitySchedules', '2020-10-01'),
  at('Authorization', 'roleAssignmentSchedules', '2020-10-01'),
];
const delegations = [
  at('ManagedServices', 'registrationDefinitions', '2022-10-01'),
  at('ManagedServices', 'registrationAssignments', '2022-10-01'),
];
const incidental = new Set([
  ...['createdOn', 'updatedOn', 'createdBy', 'updatedBy', 'startDateTime'],
  ...['roleEligibilityScheduleRequestId', 'roleAssignmentScheduleRequestId'],
]);

/** Every entry as a line, sorted. */
async function listsOf(emulator, { tenant, scopes }, login) {
  const authorization = `Bearer ${await tokenFor(emulator, tenant, login)}`;
  const entries = [];
  for (const scope of scopes) {
    const asked = scope.startsWith('/subscriptions/') ? [...lists, ...delegations] : lists;
    for (const list of asked) {
      for (let url = `${emulator.origin}${scope}/${list}`; url;) {
        const { value, nextLink } = await send(emulator, url, { headers: { authorization } });
        entries.push(...value);
        url = nextLink;
      }
    }
  }
  const scheduled = new Set(entries.filter(isSchedule).map(keyOf));
  return [...new Set(entries.map((entry) => lineOf(entry, scheduled.has(keyOf(entry)))))].sort();
}

/** Azure names schedules and what comes of them, at random. */
function lineOf({ id, type, properties }, isScheduled) {
  const meant = Object.entries(properties).filter(([name]) => !incidental.has(name));
  return JSON.stringify(unordered({ ...(isScheduled ? { type } : { id }), ...Object.fromEntries(meant) }));
}

/** What Azure has as a list, such as the actions of a role, is a set to it, and it keeps the order in which it was sent. */
function unordered(value) {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(unordered(each))).sort();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unordered(each)]));
}

function isSchedule({ type }) {
  return type.endsWith('Schedules');
}

function keyOf({ properties: { scope, roleDefinitionId, principalId } }) {
  return [scope, roleDefinitionId, principalId].join(' ').toLowerCase();
}

async function tokenFor(emulator, tenant, { clientId, clientSecret }) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${emulator.origin}/.default`,
  });
  const url = `${emulator.origin}/${tenant}/oauth2/v2.0/token`;
  return (await send(emulator, url, { method: 'POST' }, form.toString())).access_token;
}

function send({ caCertificate: ca }, url, options, body) {
  return new Promise((resolve, reject) => {
    const sent = https.request(url, { ca, agent: false, ...options }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.on('end', () =>
        answer.statusCode < 300
          ? resolve(JSON.parse(text))
          : reject(new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

module.exports = { listsOf };
