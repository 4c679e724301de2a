import { describeScope, scopeKey, subscriptionOf, subscriptionScope, type Scope } from '../../model';
import type { ArmRequest } from './arm-request';

/** An ARM template and where it is deployed. */
export interface Deployment {
  /** A subscription or management group. */
  readonly target: Scope;
  readonly template: object;
}

/** A template for each subscription and management group that something is made in. What is removed, none can do. */
export function armTemplates(requests: readonly ArmRequest[]): Deployment[] {
  const byTarget = new Map<string, { target: Scope; puts: ArmRequest[] }>();
  for (const each of requests.filter(({ method }) => method === 'PUT')) {
    const target = targetOf(each.scope);
    const group = byTarget.get(scopeKey(target)) ?? { target, puts: [] };
    group.puts.push(each);
    byTarget.set(scopeKey(target), group);
  }
  return [...byTarget.values()].map(({ target, puts }) => ({
    target,
    template: template(schemaOf(target), inOrder(puts)),
  }));
}

/** A deployment makes everything at once but for what is said to depend on something. */
function inOrder(puts: readonly ArmRequest[]): object[] {
  const foundations = puts.filter(isFoundation).map(placedId);
  return puts.map((each) => ({
    ...placed(each),
    ...(foundations.length > 0 && !isFoundation(each) && { dependsOn: foundations.map(literal) }),
  }));
}

/** Something else may be made of it: an assignment of a role, or of an offer. */
function isFoundation({ type }: ArmRequest): boolean {
  return type.endsWith('Definitions');
}

/** The id, within the template, of what `placed` makes. */
function placedId(request: ArmRequest): string {
  const { id, scope, name } = request;
  const group = resourceGroupOf(scope);
  return group === undefined
    ? id
    : `${scope}/providers/Microsoft.Resources/deployments/${deploymentName(name)}`;
}

function deploymentName(name: string): string {
  return `access-${name}`;
}

function resourceGroupOf(scope: Scope): string | undefined {
  const parsed = describeScope(scope);
  return parsed && 'resourceGroup' in parsed ? parsed.resourceGroup : undefined;
}

function targetOf(scope: Scope): Scope {
  const subscription = subscriptionOf(scope);
  return subscription ? subscriptionScope(subscription) : scope;
}

type Schema = keyof typeof schemaVersions;

/** Each schema has a version of its own. Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax */
const schemaVersions = {
  deploymentTemplate: '2019-04-01',
  subscriptionDeploymentTemplate: '2018-05-01',
  managementGroupDeploymentTemplate: '2019-08-01',
} as const;

function schemaOf(target: Scope): Schema {
  return subscriptionOf(target) ? 'subscriptionDeploymentTemplate' : 'managementGroupDeploymentTemplate';
}

function template(schema: Schema, resources: readonly object[]): object {
  return {
    $schema: `https://schema.management.azure.com/schemas/${schemaVersions[schema]}/${schema}.json#`,
    contentVersion: '1.0.0.0',
    resources,
  };
}

/** Below a subscription it takes a deployment of the resource group, within that of the subscription. */
function placed(request: ArmRequest): object {
  const { scope, name } = request;
  const group = resourceGroupOf(scope);
  if (group === undefined) return resource(request);
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: deploymentName(name),
    resourceGroup: literal(group),
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      template: template('deploymentTemplate', [resource(request)]),
    },
  };
}

/** A resource of its own that the assignment is at is named relative to the resource group. */
function resource({ type, apiVersion, name, properties, scope }: ArmRequest): object {
  const own = /\/providers\/(.+)$/i.exec(scope)?.[1];
  const isResource = describeScope(scope)?.kind === 'resource';
  return {
    type,
    apiVersion,
    name,
    ...(isResource && own && { scope: literal(own) }),
    properties: literals(properties),
  };
}

/** A text that begins with a bracket would be an expression. */
function literal(text: string): string {
  return text.startsWith('[') ? `[${text}` : text;
}

function literals(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(literals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literals(each)]));
}
