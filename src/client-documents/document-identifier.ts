import {
  hasCanonicalHost,
  hasCanonicalPort,
  hasNoDotSegments,
  hasNoEncodedControls,
  hasNoFragment,
  hasNoUserinfo,
  hasOnlyUriCharacters,
  isReadable,
} from '../core/metadata/redirect-uri';
import { isLoopbackHost } from '../platform/config/kinds/addresses';
import type { DocumentOptions } from './document-options';

const SCHEME = 'https://';
const LONGEST = 2048;
const PATH = /^https:\/\/[^/?#]+\/[^?#]/;

type Permissions = Pick<DocumentOptions, 'allowsQuery' | 'isOnThisMachine'>;

/** The rest of the sentence "client_id must ...", the test, and the remedy. */
type Rule = readonly [be: string, holds: (client_id: string, permissions: Permissions) => boolean, remedy: string];

/** The form of an identifier that is the address of a document (Client ID Metadata Document, section 3), in this order. */
const RULES: readonly Rule[] = [
  [`be ${LONGEST} characters at most`, ({ length }) => length <= LONGEST, 'shorten the address'],
  ['consist of the characters of RFC 3986', hasOnlyUriCharacters, 'percent-encode all others'],
  ['not have percent-encoded control characters', hasNoEncodedControls, 'remove them'],
  ['not have a fragment', hasNoFragment, 'remove # and what follows'],
  ['be an address that can exist', isReadable, 'check the part between // and the path'],
  ['not carry user information', hasNoUserinfo, 'remove the part before @'],
  ['have a port without leading zeros, or none', hasCanonicalPort, 'write the number, or leave out the colon'],
  ['name its host in canonical form', hasCanonicalHost, 'write the name or the dotted address in full'],
  ['have a path', (client_id) => PATH.test(client_id), 'publish the document below the root, such as at /client.json'],
  ['not have dot segments in its path', hasNoDotSegments, 'write the path that is meant'],
  [
    'not have a query',
    (client_id, { allowsQuery }) => allowsQuery || !client_id.includes('?'),
    'remove ? and what follows',
  ],
  [
    'not be on the machine of the server',
    (client_id, { isOnThisMachine }) => isOnThisMachine || !isLoopbackHost(new URL(client_id).hostname),
    'publish the document on a public host',
  ],
];

/** Whether an identifier is meant as the address of a document. No identifier that this server makes is. */
export const isDocumentAddress = (client_id: string): boolean => client_id.startsWith(SCHEME);

/** What is wrong with the address of a document: `client_id must ...; ...`. `undefined` if nothing is. */
export const faultOfAddress = (client_id: string, permissions: Permissions): string | undefined => {
  for (const [be, holds, remedy] of RULES) if (!holds(client_id, permissions)) return `client_id must ${be}; ${remedy}`;
  return undefined;
};

/** The host of an address that has no fault, with its port if that is not 443. */
export const hostOfDocument = (client_id: string): string => new URL(client_id).host;
