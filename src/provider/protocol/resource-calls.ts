import { readObject, readOptional, writeObject, type Answering } from './answering';
import { toPath } from './finding';
import { InDoubt, type Kept, type ManagedResource } from './managed-resource';
import { typeOf } from './schema';
import type { Session } from './session';
import type { Service } from './transport/serve';
import type { Values } from './values/value';

interface Tools {
  readonly resource: (typeName: string) => ManagedResource;
  readonly session: Session;
  readonly answer: Answering;
}

/** The calls by which Terraform learns what a resource is like. */
export function readingCalls({
  resource,
  session,
  answer,
}: Tools): Pick<
  Service,
  'UpgradeResourceState' | 'ReadResource' | 'ImportResourceState' | 'MoveResourceState'
> {
  return {
    UpgradeResourceState: ({ typeName, rawState }) =>
      answer('UpgradeResourceState', async () => {
        const { schema } = resource(typeName);
        return { response: { upgradedState: writeObject(await savedState(rawState, schema), schema) } };
      }),
    MoveResourceState: ({ sourceProviderAddress: provider, sourceTypeName: type, ...asked }) =>
      answer('MoveResourceState', async () => {
        const { schema, move } = resource(asked.targetTypeName);
        const state = await savedState(asked.sourceState, schema);
        return { response: { targetState: writeObject(move({ provider, type }, state), schema) } };
      }),
    ReadResource: ({ typeName, currentState, private: privateState }) =>
      answer('ReadResource', async () => {
        const { schema, read } = resource(typeName);
        const kept = await read({ state: readObject(currentState, schema), privateState }, session);
        return { response: { newState: writeObject(kept.state, schema), private: kept.privateState } };
      }),
    ImportResourceState: ({ typeName, id }) =>
      answer('ImportResourceState', () => {
        const { schema, import: begin } = resource(typeName);
        return { response: { importedResources: [{ typeName, state: writeObject(begin(id), schema) }] } };
      }),
  };
}

/** What Terraform kept, by the names that the schema has. */
async function savedState(
  raw: { readonly json?: Uint8Array } | undefined,
  schema: ManagedResource['schema'],
): Promise<Values> {
  const { readSavedState } = await import('./values/saved-state');
  return readSavedState(Buffer.from(raw?.json ?? []).toString('utf8'), typeOf(schema));
}

/** The calls by which Terraform changes one. */
export function changingCalls({
  resource,
  session,
  answer,
}: Tools): Pick<Service, 'PlanResourceChange' | 'ApplyResourceChange'> {
  return {
    PlanResourceChange: ({ typeName, priorState, proposedNewState, config, priorPrivate }) =>
      answer('PlanResourceChange', () => {
        const { schema, plan } = resource(typeName);
        const proposed = readOptional(proposedNewState, schema);
        if (!proposed)
          return { response: { plannedState: writeObject(null, schema), plannedPrivate: priorPrivate } };
        const prior = readOptional(priorState, schema);
        const change = { prior, proposed, config: readObject(config, schema) };
        const { planned, replaced } = plan(change, session.configuration);
        const requiresReplace = replaced.map((name) => toPath([name]));
        const plannedState = writeObject(planned, schema);
        return { response: { plannedState, requiresReplace, plannedPrivate: priorPrivate } };
      }),
    ApplyResourceChange({ typeName, priorState, plannedState, plannedPrivate }) {
      const apply = async () => {
        const { schema, ...does } = resource(typeName);
        const [prior, planned] = [readOptional(priorState, schema), readOptional(plannedState, schema)];
        const changed = ({ state, privateState }: Kept) => ({
          newState: writeObject(state, schema),
          private: privateState,
        });
        if (!planned) {
          if (prior) await does.delete(prior, session);
          return { response: { newState: writeObject(null, schema) } };
        }
        if (prior) {
          const before = { state: prior, privateState: plannedPrivate };
          return { response: changed(await does.update(before, planned, session)) };
        }
        try {
          return { response: changed(await does.create(planned, session)) };
        } catch (error) {
          if (!(error instanceof InDoubt)) throw error;
          return { response: changed(error.kept), findings: error.findings };
        }
      };
      const asBefore = { ...(priorState && { newState: priorState }), private: plannedPrivate };
      return answer('ApplyResourceChange', apply, asBefore);
    },
  };
}
