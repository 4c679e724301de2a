import builtInRoles from '../arm/built-in-roles.json';

/** Roles of a made-up fleet, by bare id. */
export const fleetRoles = {
  owner: idOf('Owner'),
  accessAdministrator: idOf('Role Based Access Control Administrator'),
  /** What people of customers hold. */
  granted: [
    'Reader',
    'Contributor',
    'User Access Administrator',
    'Billing Reader',
    'Cost Management Reader',
    'Monitoring Reader',
    'Support Request Contributor',
    'Virtual Machine Contributor',
    'Network Contributor',
    'Storage Account Contributor',
    'Backup Contributor',
    'Key Vault Reader',
  ].map(idOf),
};

function idOf(name: string): string {
  const role = builtInRoles.find((candidate) => candidate.name === name);
  if (!role) throw new Error(`The emulator has no built-in role ${name}.`);
  return role.id;
}
