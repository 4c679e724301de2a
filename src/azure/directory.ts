import { z } from 'zod';
import {
  lookupName,
  type DirectoryLookup,
  type DirectoryObject,
  type Guid,
  type PrincipalType,
} from '../model';
import { guid, optionalText, readEntries, withoutUndefined } from './answer-schema';
import type { AzureClient, GraphClient } from './azure-client';
import { isAzureError, type AzureError } from './errors';
import type { Question } from './graph-batch';

/** Graph's limit of ids in one getByIds request. */
const idsPerRequest = 1000;

const collections: Record<DirectoryLookup['type'], { path: string; property: string; and?: string }> = {
  User: { path: '/v1.0/users', property: 'userPrincipalName' },
  // Any user can make a Microsoft 365 group of any name. What is synthesized for Terraform asks for the same.
  Group: { path: '/v1.0/groups', property: 'displayName', and: ' and securityEnabled eq true' },
  ServicePrincipal: { path: '/v1.0/servicePrincipals', property: 'displayName' },
};

const byMail: (typeof collections)[DirectoryLookup['type']] = {
  path: collections.User.path,
  property: 'mail',
};

/** In each tenant, an application has one service principal at most. */
const applications: (typeof collections)[DirectoryLookup['type']] = {
  path: collections.ServicePrincipal.path,
  property: 'appId',
};

const idSchema = z.object({ id: guid });

/**
 * For each look-up the ids of all objects that bear the name: none, one, or several; or why it is not known. Microsoft
 * Graph compares without letter case.
 */
export async function findByNames(
  client: GraphClient,
  lookups: readonly DirectoryLookup[],
): Promise<readonly (readonly Guid[] | AzureError)[]> {
  const questions = lookups.map(bearersOf);
  const answers = await client.listEach(questions.flat());
  const idsOf = ({ path, query }: Question, answer: readonly unknown[] | AzureError) => {
    if (isAzureError(answer)) return answer;
    try {
      const ids = readEntries(idSchema, answer, { method: 'GET', url: client.urlOf(path, query) });
      return ids.map(({ id }) => id);
    } catch (error) {
      if (isAzureError(error)) return error;
      throw error;
    }
  };
  let asked = 0;
  return questions.map((alternatives) => {
    const found = alternatives.map((each) => idsOf(each, answers[asked++] ?? []));
    return found.find((ids) => isAzureError(ids) || ids.length > 0) ?? [];
  });
}

/** The questions of which the first that finds something tells who bears the name. */
function bearersOf(lookup: DirectoryLookup): readonly Question[] {
  const { path, property, and = '' } = collectionOf(lookup);
  const name = quoted(lookupName(lookup));
  const bearers = question(path, `${property} eq ${name}${and}`, 'id');
  // A guest who changed their address keeps the one that was invited among the others.
  const invited = `otherMails/any(m:m eq ${name}) and userType eq 'Guest'`;
  return 'mail' in lookup ? [bearers, question(path, invited, 'id')] : [bearers];
}

/** What there is in the place of a name that nobody bears. */
export interface LikeNames {
  /** Names that begin alike, those of one page. */
  readonly names: readonly string[];
  /** The user principal names of guests with this mail address. */
  readonly guests: readonly string[];
  /** Whether a group has this name to which no role can be given, since it is for mail only. */
  readonly isMailGroup: boolean;
}

const likeSchema = z.object({
  userPrincipalName: optionalText,
  displayName: optionalText,
  userType: optionalText,
});

/** For each look-up that found nothing, what is near. Where the directory does not answer, nothing. */
export async function findLikeNames(
  client: GraphClient,
  lookups: readonly DirectoryLookup[],
): Promise<readonly LikeNames[]> {
  const answers = await client.listEach(
    lookups.flatMap((lookup) => [beginningAlike(lookup), instead(lookup)]),
  );
  const read = (index: number) => {
    const answer = answers[index] ?? [];
    return isAzureError(answer) ? [] : answer.flatMap((entry) => likeSchema.safeParse(entry).data ?? []);
  };
  return lookups.map((lookup, index) => {
    const [alike, others] = [read(2 * index), read(2 * index + 1)];
    const namesOf = (entries: typeof alike): string[] =>
      entries.flatMap(({ userPrincipalName, displayName }) => userPrincipalName ?? displayName ?? []);
    return {
      names: namesOf(alike),
      guests: lookup.type === 'User' ? namesOf(others) : [],
      isMailGroup: lookup.type === 'Group' && others.length > 0,
    };
  });
}

const lettersAlike = 3;

function beginningAlike(lookup: DirectoryLookup): Question {
  const { path, property, and = '' } = collectionOf(lookup);
  // Of ids nothing is alike: as good a question as any, with no answer.
  if (property === 'appId') return question(path, `appId eq ${quoted(lookupName(lookup))}`, property);
  const beginning = quoted(lookupName(lookup).slice(0, lettersAlike));
  return { ...question(path, `startswith(${property},${beginning})${and}`, property), isSample: true };
}

/** What somebody may have meant by a name that is none. */
function instead(lookup: DirectoryLookup): Question {
  const { path, property } = collectionOf(lookup);
  const name = quoted(lookupName(lookup));
  switch (lookup.type) {
    case 'User':
      return { ...question(path, `mail eq ${name} and userType eq 'Guest'`, property), isSample: true };
    case 'Group':
      return {
        ...question(path, `displayName eq ${name} and securityEnabled eq false`, property),
        isSample: true,
      };
    case 'ServicePrincipal':
      return { ...question(path, `${property} eq ${name}`, property), isSample: true };
  }
}

function collectionOf(lookup: DirectoryLookup): (typeof collections)[DirectoryLookup['type']] {
  if ('clientId' in lookup) return applications;
  return 'mail' in lookup ? byMail : collections[lookup.type];
}

function question(path: string, $filter: string, $select: string): Question {
  return { path, query: { $filter, $select, $top: '100' } };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * What the directory knows of the ids. One that it does not return does not exist there.
 * Without `$select` Graph leaves out `userType`; reading needs Directory.Read.All.
 */
export async function getObjects(
  client: AzureClient,
  ids: readonly Guid[],
): Promise<readonly DirectoryObject[]> {
  const path = '/v1.0/directoryObjects/getByIds';
  const query = { $select: 'id,displayName,userPrincipalName,userType,alternativeNames' };
  const objects: DirectoryObject[] = [];
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    const body = {
      ids: ids.slice(start, start + idsPerRequest),
      types: ['user', 'group', 'servicePrincipal'],
    };
    const entries = await client.postForList(path, query, body);
    const page = readEntries(objectSchema, entries, { method: 'POST', url: client.urlOf(path, query) });
    for (const object of page) objects.push(object);
  }
  return objects;
}

const types = {
  '#microsoft.graph.user': 'User',
  '#microsoft.graph.group': 'Group',
  '#microsoft.graph.servicePrincipal': 'ServicePrincipal',
} as const satisfies Record<string, PrincipalType>;

/** A caller without the right to a type gets its objects with id and type only; such an object goes by its id. */
const objectSchema: z.ZodType<DirectoryObject> = z
  .object({
    '@odata.type': z.enum(Object.keys(types) as (keyof typeof types)[]),
    id: guid,
    displayName: optionalText,
    userPrincipalName: optionalText,
    userType: optionalText,
    alternativeNames: z.array(z.string()).nullish(),
  })
  .transform(
    ({ id, displayName, userPrincipalName, userType, alternativeNames, '@odata.type': odataType }) => ({
      id,
      type: types[odataType],
      displayName: displayName ?? id,
      ...withoutUndefined({
        userPrincipalName,
        isGuest: types[odataType] === 'User' ? isGuest(userType, userPrincipalName) : undefined,
        ...identity(alternativeNames ?? []),
        isLimited: displayName === undefined ? true : undefined,
      }),
    }),
  );

function isGuest(userType: string | undefined, userPrincipalName: string | undefined): boolean | undefined {
  if (userType) return userType.toLowerCase() === 'guest';
  return userPrincipalName ? userPrincipalName.includes('#EXT#') : undefined;
}

/**
 * A managed identity's service principal has `isExplicit=True` (user-assigned) or `isExplicit=False` (system-assigned)
 * among its alternative names, and the ARM id of the identity or of the resource that it belongs to.
 */
function identity(alternativeNames: readonly string[]): {
  identityOf?: string | undefined;
  isUserAssigned?: true;
} {
  const marks = alternativeNames.map((name) => name.toLowerCase());
  if (marks.includes('isexplicit=true')) return { isUserAssigned: true };
  if (!marks.includes('isexplicit=false')) return {};
  return { identityOf: alternativeNames.find((name) => name.startsWith('/')) };
}
