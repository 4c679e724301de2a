/*
 * What can be declared for a customer. Each choice is a line of its file, and what becomes of that line later: `later`
 * where the kind says it, otherwise by chance.
 */
const { builtInRoles } = require('../../../dist/catalogue/built-in-roles.js');
const emulated = require('../../../src/emulator/arm/built-in-roles.json');

const canGrantAccess = /Owner|Administrator|Managed Application|Managed Services/;
const ordinaryRoles = emulated
  .map(({ name }) => name)
  .filter((name) => name in builtInRoles && !canGrantAccess.test(name));
const actions = ['read', 'start/action', 'deallocate/action', 'restart/action', 'powerOff/action'].map(
  (verb) => `Microsoft.Compute/virtualMachines/${verb}`,
);
const because = "because: 'as the seed will have it'";

class Choices {
  #count = 0;
  #roles = [...ordinaryRoles];

  constructor(random, name, { places, people }) {
    Object.assign(this, { random, name, places, people });
  }

  grant() {
    const [place, who, id] = [this.#place(), this.#person(), this.#id()];
    return this.#grantOf(place, who, id, this.#role());
  }

  foreign() {
    return this.#grantOf(this.#subscription(), { code: 'msp.helpdeskAgents' }, this.#id(), this.#role());
  }

  /** It ends: the day is put into the past, since the clock of Terraform cannot be put forward. */
  ending() {
    const [place, who, id, role] = [this.#place(), this.#person(), this.#id(), this.#role()];
    const until = (day) => grantLine(place, who, id, `'${role}'`, `until: '${day}', `);
    return changing(until('2099-12-31'), until('2020-12-31'));
  }

  conditional() {
    const [place, id] = [this.#subscription(), this.#id()];
    const role = "'Role Based Access Control Administrator'";
    const [first, second] = [this.#role(), this.#role()];
    const under = (limits) =>
      grantLine(place, { code: "group('Team 1')" }, id, role, `condition: onlyAssign({ ${limits} }), `);
    return changing(under(`roles: ['${first}']`), under(`roles: ['${second}'], to: ['Group']`));
  }

  /** A role of the customer's own, which allows more later, and a grant of it. */
  custom() {
    const [{ code }, who, id, grantId] = [this.#subscription(), this.#person(), this.#id(), this.#id()];
    const count = 1 + this.random.below(actions.length - 1);
    const allowing = (some) =>
      `const ${id} = stack.customRole('${id}', { roleName: 'Operator of ${this.name}', scope: ${code}, actions: ${JSON.stringify(some)}, ${because} });`;
    const role = changing(allowing(actions.slice(0, count)), allowing(actions.slice(0, count + 1)));
    return [role, lasting(grantLine({ code }, who, grantId, id))];
  }

  /** Privileged Identity Management. It stays, since only one of the engines takes back what has left the file. */
  scheduled(kind) {
    const [place, id, role, days] = [this.#place(), this.#id(), this.#role(), 30 + this.random.below(100)];
    const said = `{ to: group('Team 2'), role: '${role}', until: '${inDays(days)}', ${because} }`;
    return lasting(`${place.code}.${kind}('${id}', ${said});`);
  }

  delegation() {
    const [place, id, role] = [this.#subscription(), this.#id(), 'Reader'];
    const named = (offer) =>
      `${place.code}.delegate('${id}', { offerName: '${offer}', authorizations: [{ to: msp.helpdeskAgents, name: 'Helpdesk', role: '${role}' }] });`;
    return changing(named('Looked after'), named('Looked after well'));
  }

  /** Access that somebody made by hand, and the grant that would take it over. */
  found() {
    const [place, who, id, role] = [this.#place(), this.#person(), this.#id(), this.#role()];
    const grant = this.#grantOf(place, who, id, role);
    return { grant, scope: place.scope, role: builtInRoles[role].id, principal: who.id, type: who.type };
  }

  /** It stays, is gone, or gives another role. */
  #grantOf(place, who, id, role) {
    const line = grantLine(place, who, id, `'${role}'`);
    const later = () => {
      const fate = this.random.pick(['stays', 'is gone', 'other role']);
      if (fate === 'other role') return grantLine(place, who, id, `'${this.#role()}'`);
      return fate === 'stays' ? line : undefined;
    };
    return { line, later };
  }

  /** Each role once, so that no two grants have the same natural key. */
  #role() {
    return this.#roles.splice(this.random.below(this.#roles.length), 1)[0];
  }

  #id() {
    return `g${++this.#count}`;
  }

  #place() {
    return this.random.pick(this.places);
  }

  #subscription() {
    return this.random.pick(this.places.filter(({ code }) => ['one', 'two'].includes(code)));
  }

  #person() {
    return this.random.pick(this.people);
  }
}

function grantLine(place, who, id, role, more = '') {
  return `${place.code}.grant('${id}', { to: ${who.code}, role: ${role}, ${more}${because} });`;
}

function changing(line, another) {
  return { line, later: () => another };
}

function lasting(line) {
  return changing(line, line);
}

/** Schedules may last a year at most. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

module.exports = { Choices };
