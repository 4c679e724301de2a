import { Refusal } from '../http/refusal';

export type JsonObject = Record<string, unknown>;

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/** @throws Refusal 400 `InvalidRequestContent` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`,
    );
  }
}

/**
 * The `properties` of the `{"properties":{…}}` that every PUT of these services carries.
 *
 * @throws Refusal 400 when the body is anything else
 */
export function parseProperties(text: string): JsonObject {
  const body = parseJson(text);
  if (isObject(body) && isObject(body['properties'])) return body['properties'];
  throw badFormat();
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An optional text; JSON's null is as good as nothing. @throws Refusal 400 for anything but text */
export function readText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw badFormat();
  return value;
}

/** An optional list of texts. @throws Refusal 400 for anything but that */
export function readTexts(value: unknown): readonly string[] {
  return readList(value, (entry) => {
    if (typeof entry !== 'string') throw badFormat();
    return entry;
  });
}

/** An optional list. @throws Refusal 400 for anything but a list */
export function readList<T>(value: unknown, read: (entry: unknown) => T): readonly T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badFormat();
  return value.map((entry) => read(entry));
}

export function badFormat(): Refusal {
  return new Refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.');
}
