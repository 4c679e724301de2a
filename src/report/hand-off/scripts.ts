import { parseRoleDefinitionGuid } from '../../model';
import type { ArmRequest } from './arm-request';

/** A value for a POSIX shell: nothing in single quotes means anything but itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A value for PowerShell, to which typographic quotes are quotes too. */
function powerShellQuoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/gu, '$&$&')}'`;
}

/** JSON of ASCII alone: nothing in it looks to a shell or an editor like anything else. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A line for the Azure CLI that makes the request, to be run in a POSIX shell such as Azure Cloud Shell. */
export function azLine(request: ArmRequest): string {
  const { method, type, id, change } = request;
  if (type === 'Microsoft.Authorization/roleAssignments') {
    if (method === 'DELETE') return `az role assignment delete --ids ${shellQuoted(id)}`;
    if (change.action !== 'update' && !namesFile(request)) return azCreate(request);
  }
  const url = shellQuoted(`${encoded(id)}?api-version=${request.apiVersion}`);
  if (method === 'DELETE') return `az rest --method delete --url ${url}`;
  const body = shellQuoted(asciiJson({ properties: request.properties }));
  return `az rest --method put --url ${url} --headers 'Content-Type=application/json' --body ${body}`;
}

/** az takes the value of an option for the name of a file to read where it begins so. */
function namesFile({ properties = {} }: ArmRequest): boolean {
  return Object.values(properties).some((value) => typeof value === 'string' && value.startsWith('@'));
}

/**
 * With an object id and a type az looks nobody up, so that it works for groups of the partner too. A value is joined to its
 * option: alone, az would take `x=@file` for the content of a file, and what begins with a dash for another option.
 */
function azCreate({ name, scope, properties = {} }: ArmRequest): string {
  const { roleDefinitionId, principalId, principalType, condition, conditionVersion, description } =
    properties as Readonly<Record<string, string | undefined>>;
  const options: readonly [string, string | undefined][] = [
    ['name', name],
    ['assignee-object-id', principalId],
    ['assignee-principal-type', principalType],
    ['role', parseRoleDefinitionGuid(roleDefinitionId ?? '')],
    ['scope', scope],
    ['condition', condition],
    ['condition-version', condition && conditionVersion],
    ['description', description],
  ];
  const given = options.flatMap(([option, value]) => (value ? [`--${option}=${shellQuoted(value)}`] : []));
  return ['az role assignment create', ...given].join(' \\\n  ');
}

/**
 * A line for PowerShell. `New-AzRoleAssignment` takes no name, hence the request itself; to that cmdlet any answer is a
 * success, so a refusal must be made an error, or what is removed would be removed although nothing took its place.
 */
export function powerShellLine({ method, id, apiVersion, properties }: ArmRequest): string {
  const path = powerShellQuoted(`${encoded(id)}?api-version=${apiVersion}`);
  const payload = properties ? ` -Payload ${powerShellQuoted(asciiJson({ properties }))}` : '';
  const request = `Invoke-AzRestMethod -Method ${method} -Path ${path}${payload}`;
  return `${request} | ForEach-Object { if ($_.StatusCode -ge 400) { throw $_.Content } }`;
}

/** A line that shows whether the request was carried out. */
export function azVerification({ id, apiVersion }: ArmRequest): string {
  return `az rest --method get --url ${shellQuoted(`${encoded(id)}?api-version=${apiVersion}`)}`;
}

function encoded(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}
