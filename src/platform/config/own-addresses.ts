import type { Environment } from './environment';

/** The path, below the issuer, of what this server serves where a neighbour serves the same at the issuer itself. */
export const ASIDE = '/registrar';

/** What issues our own tokens, and judges them. */
export const TOKEN_PATHS: readonly string[] = ['/token', '/introspect', '/revoke', '/.well-known/jwks.json'];

type Variables = Pick<Environment, 'ISSUER' | 'TOKEN_ENDPOINT'>;

/** Whether the tokens of the issuer are a neighbour's. */
const areTokensOfNeighbour = ({ TOKEN_ENDPOINT }: Variables): boolean => TOKEN_ENDPOINT !== undefined;

/**
 * The `iss` of the tokens that this server issues. An issuer has one token endpoint and one key set (RFC 8414 section
 * 2): where those are a neighbour's, this server is an authorization server of its own beside it, for `/register`.
 */
export const tokenIssuer = (variables: Variables): string =>
  areTokensOfNeighbour(variables) ? variables.ISSUER + ASIDE : variables.ISSUER;

/** The public address of a path of this server, at the issuer or at another base that leads here. */
export const publicAddress = (variables: Variables, path: string, base = variables.ISSUER): string =>
  base + (areTokensOfNeighbour(variables) && TOKEN_PATHS.includes(path) ? ASIDE : '') + path;
