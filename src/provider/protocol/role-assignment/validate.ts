import { parseGuid, parseRoleDefinitionGuid, parseScope, principalTypes } from '../../../model';
import { conditionVersion, flawInCondition, type RoleAssignmentAttribute } from '../../../resources';
import { wrongArgument, type Finding } from '../finding';
import { checkTimeouts } from '../time-limits';
import { textAt, type Values } from '../values/value';

const guidHint = 'GUIDs are such as 11111111-2222-4333-8444-555555555555.';

/** Whether a text can be what the attribute is, and what to write if not. */
const checks: readonly {
  readonly name: RoleAssignmentAttribute;
  readonly isValid: (text: string) => boolean;
  readonly problem: string;
  readonly hint: string;
}[] = [
  { name: 'name', isValid: isGuid, problem: 'is no GUID', hint: guidHint },
  {
    name: 'scope',
    isValid: (text) => parseScope(text) !== undefined,
    problem: 'is no scope that Azure has',
    hint: 'A scope is /subscriptions/…, with /resourceGroups/… and a resource below it, or /providers/Microsoft.Management/managementGroups/….',
  },
  {
    name: 'role_definition_id',
    isValid: (text) => parseRoleDefinitionGuid(text) !== undefined,
    problem: 'is no id of a role',
    hint: 'It ends in /providers/Microsoft.Authorization/roleDefinitions/ and a GUID. `tilldela roles TEXT` shows the ids.',
  },
  { name: 'principal_id', isValid: isGuid, problem: 'is no object id', hint: guidHint },
  {
    name: 'principal_type',
    isValid: (text) => principalTypes.some((type) => type === text),
    problem: 'is no type of principal',
    hint: `The types are ${principalTypes.join(', ')}.`,
  },
];

/** What is wrong with the arguments that are known; the others are looked at again when they are. */
export function validate(values: Values): readonly Finding[] {
  const malformed = checks.flatMap(({ name, isValid, problem, hint }) => {
    const text = textAt(values, name);
    return text === undefined || isValid(text) ? [] : [wrongArgument([name], `"${text}" ${problem}.`, hint)];
  });
  return [...malformed, ...checkCondition(values), ...checkTimeouts(values)];
}

function checkCondition(values: Values): readonly Finding[] {
  const condition = textAt(values, 'condition');
  const version = textAt(values, 'condition_version');
  if (values['condition'] === null && version !== undefined) {
    return [wrongArgument(['condition_version'], 'There is no condition that it could be the version of.')];
  }
  if (condition === undefined) return [];
  if (values['condition_version'] === null) {
    const hint = `Add condition_version = "${conditionVersion}".`;
    return [wrongArgument(['condition'], 'A condition needs a version.', hint)];
  }
  const flaw = flawInCondition(condition, version ?? conditionVersion);
  const isOfVersion = version !== undefined && version !== conditionVersion && condition.trim() !== '';
  return flaw === undefined ? [] : [wrongArgument([isOfVersion ? 'condition_version' : 'condition'], flaw)];
}

function isGuid(text: string): boolean {
  return parseGuid(text) !== undefined;
}
