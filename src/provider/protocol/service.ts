import { answering, readObject, writeObject } from './answering';
import { checkConfiguration, providerSchema } from './configuration';
import { refuse } from './finding';
import type { DataSource, ManagedResource } from './managed-resource';
import { changingCalls, readingCalls } from './resource-calls';
import { schemaMessage, type Schema } from './schema';
import type { Session } from './session';
import type { Log } from './transport/log';
import type { Service } from './transport/serve';

/** What the provider offers, by type name. */
export interface Offer {
  readonly resources: Readonly<Record<string, ManagedResource>>;
  readonly dataSources: Readonly<Record<string, DataSource>>;
}

/** Answers Terraform's calls: decodes, asks the resource type, encodes. */
export function createService({ resources, dataSources }: Offer, session: Session, log: Log): Service {
  const resource = (name: string) =>
    resources[name] ?? refuse('internal_error', `There is no resource type ${name}.`);
  const source = (name: string) =>
    dataSources[name] ?? refuse('internal_error', `There is no data source ${name}.`);
  const answer = answering(log);
  const tools = { resource, session, answer };
  return {
    GetProviderSchema: () => ({
      provider: schemaMessage(providerSchema),
      resourceSchemas: schemasOf(resources),
      dataSourceSchemas: schemasOf(dataSources),
      serverCapabilities: { getProviderSchemaOptional: true, moveResourceState: true },
    }),
    ValidateProviderConfig: ({ config }) =>
      answer('ValidateProviderConfig', () => ({
        findings: checkConfiguration(readObject(config, providerSchema)),
      })),
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
    ...readingCalls(tools),
    ...changingCalls(tools),
    ReadDataSource: ({ typeName, config }) =>
      answer('ReadDataSource', async () => {
        const { schema, read } = source(typeName);
        const { state, findings } = await read(readObject(config, schema), session);
        return { response: { state: writeObject(state, schema) }, findings };
      }),
    StopProvider() {
      session.stop();
      return {};
    },
  };
}

function schemasOf(types: Readonly<Record<string, { readonly schema: Schema }>>) {
  return Object.fromEntries(Object.entries(types).map(([name, { schema }]) => [name, schemaMessage(schema)]));
}
