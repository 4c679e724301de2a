import { defect, findingsIn, refuse, toMessage, toPath, type Finding } from './finding';
import { providerSchema } from './configuration';
import type { DataSource, ManagedResource } from './managed-resource';
import { schemaMessage, typeOf, type Schema } from './schema';
import type { Session } from './session';
import type { Log } from './transport/log';
import type { Service } from './transport/serve';
import { decodeObject, encodeObject } from './values/msgpack';
import type { Values } from './values/value';
import type { CallName, DynamicValue, Response } from './wire/messages';

/** What the provider offers, by type name. */
export interface Offer {
  readonly resources: Readonly<Record<string, ManagedResource>>;
  readonly dataSources: Readonly<Record<string, DataSource>>;
}

/**
 * Answers Terraform's calls: decodes, asks the resource type, encodes. What goes wrong is in the answer's diagnostics, so
 * that Terraform never sees a call fail.
 */
export function createService({ resources, dataSources }: Offer, session: Session, log: Log): Service {
  const resource = (name: string) =>
    resources[name] ?? refuse('internal_error', `There is no resource type ${name}.`);
  const source = (name: string) =>
    dataSources[name] ?? refuse('internal_error', `There is no data source ${name}.`);
  const answer = answering(log);
  return {
    GetProviderSchema: () => ({
      provider: schemaMessage(providerSchema),
      resourceSchemas: schemasOf(resources),
      dataSourceSchemas: schemasOf(dataSources),
      serverCapabilities: { getProviderSchemaOptional: true },
    }),
    ValidateProviderConfig: () => ({}),
    ConfigureProvider: ({ config }) =>
      answer('ConfigureProvider', () => ({
        findings: session.configure(readObject(config, providerSchema)),
      })),
    ValidateResourceConfig: ({ typeName, config }) =>
      answer('ValidateResourceConfig', () => {
        const { schema, validate } = resource(typeName);
        return { findings: validate(readObject(config, schema)) };
      }),
    ValidateDataResourceConfig: ({ typeName, config }) =>
      answer('ValidateDataResourceConfig', () => {
        const { schema, validate } = source(typeName);
        return { findings: validate(readObject(config, schema)) };
      }),
    ...lifecycleCalls(resource, session, answer),
    ReadDataSource: ({ typeName, config }) =>
      answer('ReadDataSource', async () => {
        const { schema, read } = source(typeName);
        const { state, findings } = await read(readObject(config, schema), session);
        return { response: { state: write(state, schema) }, findings };
      }),
    StopProvider() {
      session.stop();
      return {};
    },
  };
}

type Lifecycle = Pick<
  Service,
  | 'UpgradeResourceState'
  | 'ReadResource'
  | 'PlanResourceChange'
  | 'ApplyResourceChange'
  | 'ImportResourceState'
>;

function lifecycleCalls(
  resource: (name: string) => ManagedResource,
  session: Session,
  answer: Answering,
): Lifecycle {
  return {
    UpgradeResourceState: ({ typeName, rawState }) =>
      answer('UpgradeResourceState', async () => {
        const { schema } = resource(typeName);
        const { readSavedState } = await import('./values/saved-state');
        const json = Buffer.from(rawState?.json ?? []).toString('utf8');
        return { response: { upgradedState: write(readSavedState(json, typeOf(schema)), schema) } };
      }),
    ReadResource: ({ typeName, currentState, private: privateState }) =>
      answer('ReadResource', async () => {
        const { schema, read } = resource(typeName);
        const kept = await read({ state: readObject(currentState, schema), privateState }, session);
        return { response: { newState: write(kept.state, schema), private: kept.privateState } };
      }),
    PlanResourceChange: ({ typeName, priorState, proposedNewState, config, priorPrivate }) =>
      answer('PlanResourceChange', () => {
        const { schema, plan } = resource(typeName);
        const proposed = readOptional(proposedNewState, schema);
        if (!proposed)
          return { response: { plannedState: write(null, schema), plannedPrivate: priorPrivate } };
        const change = {
          prior: readOptional(priorState, schema),
          proposed,
          config: readObject(config, schema),
        };
        const { planned, replaced } = plan(change, session.configuration);
        return {
          response: {
            plannedState: write(planned, schema),
            requiresReplace: replaced.map((name) => toPath([name])),
            plannedPrivate: priorPrivate,
          },
        };
      }),
    ApplyResourceChange: ({ typeName, priorState, plannedState, plannedPrivate }) =>
      answer(
        'ApplyResourceChange',
        async () => {
          const { schema, ...does } = resource(typeName);
          const [prior, planned] = [readOptional(priorState, schema), readOptional(plannedState, schema)];
          if (!planned) {
            if (prior) await does.delete(prior, session);
            return { response: { newState: write(null, schema) } };
          }
          const kept = await (prior ? does.update(prior, planned, session) : does.create(planned, session));
          return { response: { newState: write(kept.state, schema), private: kept.privateState } };
        },
        // What failed leaves the state as it was.
        { ...(priorState && { newState: priorState }), private: plannedPrivate },
      ),
    ImportResourceState: ({ typeName, id }) =>
      answer('ImportResourceState', () => {
        const { schema, import: begin } = resource(typeName);
        return { response: { importedResources: [{ typeName, state: write(begin(id), schema) }] } };
      }),
  };
}

interface Outcome<Name extends CallName> {
  readonly response?: Response<Name>;
  readonly findings?: readonly Finding[];
}

type Answering = <Name extends CallName>(
  name: Name,
  work: () => Outcome<Name> | Promise<Outcome<Name>>,
  /** What the answer holds beside the diagnostics when the work fails. */
  onFailure?: Response<Name>,
) => Promise<Response<Name>>;

function answering(log: Log): Answering {
  return async (name, work, onFailure) => {
    try {
      const { response, findings = [] } = await work();
      return { ...(response as object), diagnostics: findings.map(toMessage) } as object as Response<
        typeof name
      >;
    } catch (error) {
      const findings = findingsIn(error);
      if (!findings) log('error', `${name}: ${error instanceof Error ? error.stack : String(error)}`);
      const diagnostics = (findings ?? [defect(error)]).map(toMessage);
      return { ...(onFailure as object), diagnostics } as object as Response<typeof name>;
    }
  };
}

function schemasOf(types: Readonly<Record<string, { readonly schema: Schema }>>) {
  return Object.fromEntries(Object.entries(types).map(([name, { schema }]) => [name, schemaMessage(schema)]));
}

function readOptional(value: DynamicValue | undefined, schema: Schema): Values | null {
  const bytes = value?.msgpack;
  return bytes && bytes.length > 0 ? decodeObject(bytes, typeOf(schema)) : null;
}

function readObject(value: DynamicValue | undefined, schema: Schema): Values {
  return readOptional(value, schema) ?? {};
}

function write(values: Values | null, schema: Schema): DynamicValue {
  return { msgpack: encodeObject(values, typeOf(schema)) };
}
