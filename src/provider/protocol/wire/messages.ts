import {
  bytes,
  field,
  flag,
  integer,
  message,
  named,
  nested,
  repeated,
  text,
  type ValueOf,
} from './protobuf';

/**
 * The messages of Terraform's plugin protocol, version 6, as far as this provider speaks it: functions, ephemeral
 * resources, identities and deferral are left out. What the other side sends of these is skipped, and what it asks for is
 * answered as unimplemented, which the protocol allows.
 */
const dynamicValue = message({ msgpack: field(1, bytes), json: field(2, bytes) });

const pathStep = message({ attributeName: field(1, text) });
const attributePath = message({ steps: repeated(1, pathStep) });

export const severities = { error: 1, warning: 2 } as const;

const diagnosticMessage = message({
  severity: field(1, integer),
  summary: field(2, text),
  detail: field(3, text),
  attribute: field(4, nested(attributePath)),
});
const diagnostics = repeated(1, diagnosticMessage);

export const nestings = { single: 1, list: 2, set: 3 } as const;

const schemaObject = message({
  attributes: repeated(
    1,
    message({
      name: field(1, text),
      type: field(2, bytes),
      description: field(3, text),
      computed: field(6, flag),
    }),
  ),
  nesting: field(3, integer),
});

const schemaAttribute = message({
  name: field(1, text),
  type: field(2, bytes),
  nestedType: field(10, nested(schemaObject)),
  description: field(3, text),
  required: field(4, flag),
  optional: field(5, flag),
  computed: field(6, flag),
  sensitive: field(7, flag),
});

const nestedBlock = message({
  typeName: field(1, text),
  block: field(2, nested(message({ attributes: repeated(2, schemaAttribute), description: field(4, text) }))),
  nesting: field(3, integer),
});

const schemaMessage = message({
  version: field(1, integer),
  block: field(
    2,
    nested(
      message({
        attributes: repeated(2, schemaAttribute),
        blockTypes: repeated(3, nestedBlock),
        description: field(4, text),
      }),
    ),
  ),
});

export type DynamicValue = Partial<ValueOf<typeof dynamicValue>>;
export type AttributePath = Partial<ValueOf<typeof attributePath>>;
export type DiagnosticMessage = Partial<ValueOf<typeof diagnosticMessage>>;
export type SchemaMessage = Partial<ValueOf<typeof schemaMessage>>;
export type AttributeMessage = Partial<ValueOf<typeof schemaAttribute>>;

const value = nested(dynamicValue);
const nothing = message({});
const configOfType = message({ typeName: field(1, text), config: field(2, value) });

/** Request and response of each call, by the name that the protocol gives it. */
export const calls = {
  GetProviderSchema: {
    request: nothing,
    response: message({
      provider: field(1, nested(schemaMessage)),
      resourceSchemas: named(2, schemaMessage),
      dataSourceSchemas: named(3, schemaMessage),
      diagnostics: repeated(4, diagnosticMessage),
      serverCapabilities: field(
        6,
        nested(message({ getProviderSchemaOptional: field(2, flag), moveResourceState: field(3, flag) })),
      ),
    }),
  },
  ValidateProviderConfig: {
    request: message({ config: field(1, value) }),
    response: message({ diagnostics: repeated(2, diagnosticMessage) }),
  },
  ValidateResourceConfig: { request: configOfType, response: message({ diagnostics }) },
  ValidateDataResourceConfig: { request: configOfType, response: message({ diagnostics }) },
  UpgradeResourceState: {
    request: message({
      typeName: field(1, text),
      version: field(2, integer),
      rawState: field(3, nested(message({ json: field(1, bytes) }))),
    }),
    response: message({ upgradedState: field(1, value), diagnostics: repeated(2, diagnosticMessage) }),
  },
  ConfigureProvider: {
    request: message({ terraformVersion: field(1, text), config: field(2, value) }),
    response: message({ diagnostics }),
  },
  ReadResource: {
    request: message({
      typeName: field(1, text),
      currentState: field(2, value),
      private: field(3, bytes),
    }),
    response: message({
      newState: field(1, value),
      diagnostics: repeated(2, diagnosticMessage),
      private: field(3, bytes),
    }),
  },
  PlanResourceChange: {
    request: message({
      typeName: field(1, text),
      priorState: field(2, value),
      proposedNewState: field(3, value),
      config: field(4, value),
      priorPrivate: field(5, bytes),
    }),
    response: message({
      plannedState: field(1, value),
      requiresReplace: repeated(2, attributePath),
      plannedPrivate: field(3, bytes),
      diagnostics: repeated(4, diagnosticMessage),
    }),
  },
  ApplyResourceChange: {
    request: message({
      typeName: field(1, text),
      priorState: field(2, value),
      plannedState: field(3, value),
      config: field(4, value),
      plannedPrivate: field(5, bytes),
    }),
    response: message({
      newState: field(1, value),
      private: field(2, bytes),
      diagnostics: repeated(3, diagnosticMessage),
    }),
  },
  ImportResourceState: {
    request: message({ typeName: field(1, text), id: field(2, text) }),
    response: message({
      importedResources: repeated(
        1,
        message({ typeName: field(1, text), state: field(2, value), private: field(3, bytes) }),
      ),
      diagnostics: repeated(2, diagnosticMessage),
    }),
  },
  MoveResourceState: {
    request: message({
      sourceProviderAddress: field(1, text),
      sourceTypeName: field(2, text),
      sourceState: field(4, nested(message({ json: field(1, bytes) }))),
      targetTypeName: field(5, text),
    }),
    response: message({ targetState: field(1, value), diagnostics: repeated(2, diagnosticMessage) }),
  },
  ReadDataSource: {
    request: configOfType,
    response: message({ state: field(1, value), diagnostics: repeated(2, diagnosticMessage) }),
  },
  StopProvider: { request: nothing, response: message({ error: field(1, text) }) },
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Request<Name extends CallName> = ValueOf<Calls[Name]['request']>;
export type Response<Name extends CallName> = Partial<ValueOf<Calls[Name]['response']>>;

/** Of go-plugin, which starts and ends the process: `plugin.GRPCController/Shutdown`. */
export const shutdownCall = { request: nothing, response: nothing };
