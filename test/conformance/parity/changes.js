/*
 * What a plan in Terraform's JSON form changes, such that plans of both engines are equal when they mean the same: one line
 * for each change, of action, natural key, and the attributes that have a meaning. Descriptions have none.
 */

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By type: what tells two apart, and what else it means. */
const roleAssignment = {
  key: ({ scope, role_definition_id: role, principal_id: principal }) => [scope, guidIn(role), principal],
  meaning: ['name', 'principal_type', 'condition', 'condition_version'],
};
const pimAssignment = { key: roleAssignment.key, meaning: ['schedule'] };
const types = {
  azurerm_role_assignment: roleAssignment,
  tilldela_role_assignment: roleAssignment,
  azurerm_role_definition: {
    key: ({ role_definition_id: id }) => [id],
    meaning: ['scope', 'name', 'permissions', 'assignable_scopes'],
  },
  azurerm_pim_eligible_role_assignment: pimAssignment,
  azurerm_pim_active_role_assignment: pimAssignment,
  azurerm_lighthouse_definition: {
    key: ({ scope, lighthouse_definition_id: id }) => [scope, id],
    meaning: ['name', 'managing_tenant_id', 'authorization', 'eligible_authorization'],
  },
  // The id of a definition that is not made yet is unknown to Terraform, and its name is all there is.
  azurerm_lighthouse_assignment: { key: ({ scope, name }) => [scope, name], meaning: [] },
};

/** @param {string} [customer] of a plan of several, where each is a module */
function changesIn(plan, customer) {
  return plan.resource_changes
    .filter(({ module_address: place }) => customer === undefined || place === `module.${customer}`)
    .flatMap(linesOf)
    .sort();
}

/**
 * What is made anew as it was is no change: azurerm makes a Lighthouse definition anew for another name, and then its
 * assignment, where Azure can change the name in place.
 */
function linesOf({ type, change: { actions, before, after } }) {
  if (actions.join() === 'no-op' || actions.join() === 'read') return [];
  const [was, becomes] = [before && keyOf(type, before), after && keyOf(type, after)];
  if (was && becomes && was !== becomes)
    return [`delete ${was}`, `create ${becomes} ${meaningOf(type, after)}`];
  if (was && becomes) {
    const [meant, means] = [meaningOf(type, before), meaningOf(type, after)];
    return actions.length === 2 && meant === means ? [] : [`change ${was} ${means}`];
  }
  return becomes ? [`create ${becomes} ${meaningOf(type, after)}`] : [`delete ${was}`];
}

/** Of role assignments alike, whichever provider makes them. */
function keyOf(type, values) {
  const kind = type.replace(/^[a-z]+_/, '');
  return [kind, ...types[type].key(values)].join(' ').toLowerCase();
}

function meaningOf(type, values) {
  return JSON.stringify(types[type].meaning.map((name) => normal(values[name], name)));
}

/** Letter case means nothing in what Azure compares without it; nor does the order of lists; empty is absent. */
function normal(value, name) {
  if (Array.isArray(value)) {
    return value
      .map((each) => normal(each, name))
      .sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  }
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => [key, normal(each, key)]);
    return Object.fromEntries(entries.filter(([, each]) => !isEmpty(each)).sort());
  }
  if (typeof value !== 'string') return value ?? null;
  if (name === 'role_definition_id') return guidIn(value);
  return /_id$|_ids$|scope/.test(name) ? value.toLowerCase() : value;
}

function isEmpty(value) {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function guidIn(id) {
  return guid.exec(id ?? '')?.[0].toLowerCase();
}

module.exports = { changesIn };
