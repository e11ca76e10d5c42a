import { isString } from 'class-validator';
import { didYouMean } from '../../validation/did-you-mean';
import { items, rule, type Parts, type Remedy } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';
import * as uri from '../redirect-uri';
import { arePlain, asText, listRules } from './text';

const URI_LENGTH = 2000;
const LIST_LENGTH = 100;

/** One requirement of a URI: the rest of the sentence "member must ...", the test, and the remedy. */
type Requirement = readonly [be: string, holds: (value: string) => boolean, remedy: Remedy];

/**
 * The requirements of every URI member: permitted characters, an absolute URI, nothing that parsers read in different
 * ways.
 */
const SOUND: readonly Requirement[] = [
  ['not be empty', (value) => value.length > 0, 'leave it out'],
  [`be ${URI_LENGTH} characters at most`, (value) => value.length <= URI_LENGTH, 'shorten it'],
  ['consist of the characters of RFC 3986', uri.hasOnlyUriCharacters, 'percent-encode all others'],
  ['not have percent-encoded control characters', uri.hasNoEncodedControls, 'remove them'],
  ['be an absolute URI', uri.isAbsolute, 'begin with https://'],
  ['have a host and a port that can exist', uri.isReadable, 'check the part between // and the path'],
  ['not use a scheme that a browser runs or reads locally', uri.isNotRun, 'use https'],
  ['use a scheme that a browser can be sent to', uri.isReachable, 'use https, or http://127.0.0.1/ on the device'],
  ['not carry user information', uri.hasNoUserinfo, 'remove the part before @'],
  ['not have a wildcard', uri.hasNoWildcard, 'register every address by itself'],
  ['have a port without leading zeros, or none', uri.hasCanonicalPort, 'write the number, or leave out the colon'],
  ['have one fragment at most', uri.hasOneFragmentAtMost, 'percent-encode the second #'],
  ['name its host in canonical form', uri.hasCanonicalHost, 'write the name or the dotted address in full'],
  ['not have dot segments in its path', uri.hasNoDotSegments, 'write the path that is meant'],
];

const NO_FRAGMENT: Requirement = ['not have a fragment', uri.hasNoFragment, 'remove # and what follows'];
const useHttps: Remedy = (value) =>
  uri.isWeb(String(value)) ? 'use https' : didYouMean(uri.schemeOf(String(value)), ['https'], 'use https');
const WEB: Requirement = ['use https or http', uri.isWeb, useHttps];
const HTTPS: Requirement = ['use https', (value) => uri.schemeOf(value) === 'https', useHttps];
const ENCRYPTED: Requirement = ['use https unless its host is loopback', uri.isEncryptedOrLoopback, 'use https'];

/**
 * An https address of a name, with a path and a query of unreserved characters. It meets the requirements above, those of
 * every member included.
 */
const PLAIN =
  /^https:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?::[1-9]\d{0,3})?(?:\/[\w~-][\w.~-]*)*\/?(?:\?[\w.~=&-]*)?$/;
const isPlain = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= URI_LENGTH && PLAIN.test(value);

const rulesOf = (requirements: readonly Requirement[], of?: Parts): PropertyDecorator[] => [
  rule('be a string', isString, { remedy: asText, ...(of && { of }) }),
  ...requirements.map(([be, holds, remedy]) => rule(be, holds, { remedy, ...(of && { of }) })),
];

const one = (...requirements: readonly Requirement[]): Kind<string> => ({
  rules: rulesOf([...SOUND, ...requirements]),
  isPlain,
  schema: { type: 'string', format: 'uri', maxLength: URI_LENGTH },
});

const list = (...requirements: readonly Requirement[]): Kind<string[]> => ({
  rules: [...listRules(LIST_LENGTH), ...rulesOf([...SOUND, ...requirements], items)],
  isPlain: arePlain(LIST_LENGTH, isPlain),
  schema: { type: 'array', maxItems: LIST_LENGTH, items: { type: 'string', format: 'uri', maxLength: URI_LENGTH } },
});

/**
 * A page or an image for people. RFC 7591 section 5 recommends comparing its host with those of the redirect URIs. This
 * server does not, because native clients have no such hosts and other clients have their pages on other hosts: a
 * consent page should show the host.
 */
export const webPage = (): Kind<string> => one(WEB);

/** An address that other servers request: https only. */
export const httpsAddress = (): Kind<string> => one(HTTPS);

/** An address that is called at logout: no fragment; https, or http for confidential clients. */
export const logoutAddress = (): Kind<string> => one(NO_FRAGMENT, WEB);

/** An address to which a user agent may be redirected: see `redirect-uri.ts`. */
export const redirectUris = (): Kind<string[]> => list(NO_FRAGMENT, ENCRYPTED);

/** The address of a request object: its fragment is a hash of the content and is kept (OpenID Core 1.0 section 6.2). */
export const requestUris = (): Kind<string[]> => list(WEB);
