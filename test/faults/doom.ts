import { appendFileSync } from 'node:fs';
import type { Journal, ResourceWriter } from '../../src/apply';
import type { TypeWriter } from '../../src/apply/writer';
import type { Ending } from './scenario';

/** Thrown out of an apply in place of the end of its process. */
export class Killed extends Error {}

/**
 * Ends an apply at a chosen step. Journal lines and calls to Azure are the steps. Once killed, nothing more is written
 * down and nothing more is sent.
 */
export class Doom {
  readonly #abort = new AbortController();
  /** Taken so far. */
  steps = 0;
  #isDead = false;
  /** The last event that the journal has of this apply; undefined when it has none. */
  lastLine: string | undefined;

  constructor(
    private readonly ending: Ending | undefined,
    private readonly journalFile: string,
  ) {}

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  journal(journal: Journal): Journal {
    return {
      close: () => journal.close(),
      removalOf: (key) => journal.removalOf(key),
      write: (entry) => {
        this.#mustLive();
        const when = this.#takeStep();
        if (when === 'torn') appendFileSync(this.journalFile, '{"at":"2026-06-01T12:0');
        if (when === 'before' || when === 'torn') this.#die();
        journal.write(entry);
        this.lastLine = entry.event;
        if (when === 'after') this.#die();
      },
    };
  }

  writer(writer: ResourceWriter): ResourceWriter {
    const { registrations, pimAssignments } = writer;
    return {
      ...this.#typeWriter(writer),
      roleDefinitions: this.#typeWriter(writer.roleDefinitions),
      registrations: {
        definitions: this.#typeWriter(registrations.definitions),
        assignments: this.#typeWriter(registrations.assignments),
      },
      pimAssignments: {
        eligible: this.#typeWriter(pimAssignments.eligible),
        active: this.#typeWriter(pimAssignments.active),
      },
    };
  }

  #typeWriter<Declared, Existing>(writer: TypeWriter<Declared, Existing>): TypeWriter<Declared, Existing> {
    return {
      read: (id) => this.#read(() => writer.read(id)),
      create: (...given) => this.#write(() => writer.create(...given)),
      update: (...given) => this.#write(() => writer.update(...given)),
      delete: (...given) => this.#write(() => writer.delete(...given)),
    };
  }

  async #read<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#mustLive();
    return call();
  }

  async #write<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#mustLive();
    const when = this.#takeStep();
    if (when === 'before') this.#die();
    const result = await call();
    if (when !== undefined) this.#die();
    return result;
  }

  /** When to die at this step; a stop only rings the bell. */
  #takeStep(): Ending['when'] | undefined {
    const isNow = this.ending !== undefined && this.steps++ === this.ending.step;
    if (!isNow) return undefined;
    if (this.ending?.kind === 'killed') return this.ending.when;
    this.#abort.abort();
    return undefined;
  }

  #mustLive(): void {
    if (this.#isDead) throw new Killed();
  }

  #die(): never {
    this.#isDead = true;
    throw new Killed();
  }
}
