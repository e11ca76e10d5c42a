import type { IncomingMessage } from 'node:http';
import type { Environment } from '../config/environment';
import { ASIDE, TOKEN_PATHS } from '../config/own-addresses';

/** The documents that are found from the issuer: the path of the issuer is inserted behind them (RFC 8414 section 3.1). */
const DOCUMENTS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'] as const;
/** OpenID Discovery 1.0 section 4 appends its document to the path of the issuer instead. */
const APPENDED = '/.well-known/openid-configuration';
/** The path of a protected resource, that of the issuer included, stands behind this name (RFC 9728 section 3.1). */
const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource';

type Variables = Pick<Environment, 'ISSUER' | 'TOKEN_ENDPOINT'>;
type Mapping = readonly (readonly [address: string, plain: string])[];

const documentsBelow = (path: string): Mapping => [
  ...DOCUMENTS.map((document) => [document + path, document] as const),
  [path + APPENDED, APPENDED],
  [DOCUMENTS[0] + path + ASIDE, DOCUMENTS[0] + ASIDE],
  [`${PROTECTED_RESOURCE}${path}/register`, `${PROTECTED_RESOURCE}/register`],
];

/** Where a neighbour serves the token endpoint of the issuer, ours is found beside it. */
const tokenPathsAside = ({ TOKEN_ENDPOINT }: Variables): Mapping =>
  TOKEN_ENDPOINT === undefined ? [] : TOKEN_PATHS.map((path) => [ASIDE + path, path]);

/**
 * For an issuer with a path, gives the address that an incoming one stands for: the well-known documents with the
 * path inserted or appended are those at the root. Everything else is served at the root alone; a proxy that mounts
 * this server below a path strips that path.
 */
export const withoutIssuerPath = (environment: Variables): ((request: Pick<IncomingMessage, 'url'>) => string) => {
  const path = new URL(environment.ISSUER).pathname.replace(/\/$/, '');
  const plain = new Map<string, string>([
    ...(path === '' ? [] : documentsBelow(path)),
    ...tokenPathsAside(environment),
  ]);
  return ({ url = '/' }) => {
    const [address = '', ...query] = url.split('?');
    return [plain.get(address) ?? address, ...query].join('?');
  };
};
