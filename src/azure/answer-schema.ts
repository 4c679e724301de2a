import { z } from 'zod';
import { parseGuid, type Guid } from '../model';
import { MalformedAnswerError, type FailedRequest } from './errors';

/** A text that one of the model's parsers takes; `what` names the kind in the error. */
export function textOf<Value>(parse: (text: string) => Value | undefined, what: string): z.ZodType<Value> {
  return z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text}" is no ${what}` });
    return z.NEVER;
  });
}

export const guid: z.ZodType<Guid> = textOf(parseGuid, 'GUID');

/** Azure says null, leaves out or sends an empty text for the same thing. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** The answer in the schema's form. Throws MalformedAnswerError. */
export function readAnswer<Value>(schema: z.ZodType<Value>, answer: unknown, request: FailedRequest): Value {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new MalformedAnswerError(request, describeIssues(parsed.error));
}

/** All entries in the schema's form. One that is not makes the whole list unusable: it must not go missing silently. */
export function readEntries<Value>(
  schema: z.ZodType<Value>,
  entries: readonly unknown[],
  request: FailedRequest,
): readonly Value[] {
  const values: Value[] = [];
  const problems: string[] = [];
  for (const entry of entries) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) values.push(parsed.data);
    else problems.push(`${idOf(entry)} (${describeIssues(parsed.error)})`);
  }
  if (problems.length === 0) return values;
  const shown = problems.slice(0, 5).join('; ');
  const rest = problems.length > 5 ? ` and ${problems.length - 5} more` : '';
  throw new MalformedAnswerError(request, `cannot make sense of ${shown}${rest}`);
}

function idOf(entry: unknown): string {
  return z.object({ id: z.string() }).safeParse(entry).data?.id ?? 'an entry without id';
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
    .join(', ');
}

/** `fields` without those that are undefined, as exact optional properties want it. */
export function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}

type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};
