import type { IncomingMessage } from 'node:http';
import { type Issuer, RESOURCE_PATHS, SECOND_ISSUER_PATH, TOKEN_PATHS } from '../../core/issuer';

/** The well-known documents whose name is inserted before the path of the issuer (RFC 8414 section 3.1). */
const DOCUMENTS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'] as const;
/** OpenID Discovery 1.0 section 4 appends its document to the path of the issuer instead. */
const APPENDED = DOCUMENTS[1];
/**
 * The well-known name that is inserted before the path of a protected resource, the path of the issuer included (RFC
 * 9728 section 3.1).
 */
const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource';

/** The routes by the address that they serve. */
type Mapping = readonly (readonly [address: string, route: string])[];

const documentsBelow = (path: string, appended: readonly string[]): Mapping => [
  ...DOCUMENTS.map((document) => [document + path, document] as const),
  ...appended.map((document) => [path + document, document] as const),
  [DOCUMENTS[0] + path + SECOND_ISSUER_PATH, DOCUMENTS[0] + SECOND_ISSUER_PATH],
  ...RESOURCE_PATHS.map((resource) => [PROTECTED_RESOURCE + path + resource, PROTECTED_RESOURCE + resource] as const),
];

/** The token endpoints, which are below the second issuer if there is one. */
const tokenPathsOf = (issuer: Issuer): Mapping => TOKEN_PATHS.map((path) => [issuer.publicPath(path), path]);

/**
 * For an issuer with a path, gives the route that serves the address of a request: the well-known documents with the
 * path inserted or appended are served at the root. All other routes are at the root only; a proxy that mounts this
 * server below a path strips that path. With sign-in, clients look for both documents at both places.
 */
export const withoutIssuerPath = (
  issuer: Issuer,
  hasSignIn = false,
): ((request: Pick<IncomingMessage, 'url'>) => string) => {
  const routes = new Map<string, string>([
    ...(issuer.path === '' ? [] : documentsBelow(issuer.path, hasSignIn ? DOCUMENTS : [APPENDED])),
    ...tokenPathsOf(issuer),
  ]);
  return ({ url = '/' }) => {
    const query = url.indexOf('?');
    const address = query === -1 ? url : url.slice(0, query);
    return (routes.get(address) ?? address) + url.slice(address.length);
  };
};
