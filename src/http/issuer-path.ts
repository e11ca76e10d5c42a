import type { IncomingMessage } from 'node:http';

/** The documents that are found from the issuer: the path of the issuer is inserted behind them (RFC 8414 section 3.1). */
const DOCUMENTS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'] as const;
/** OpenID Discovery 1.0 section 4 appends its document to the path of the issuer instead. */
const APPENDED = '/.well-known/openid-configuration';
/** The path of a protected resource, that of the issuer included, stands behind this name (RFC 9728 section 3.1). */
const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource';

/**
 * For an issuer with a path, gives the address that an incoming one stands for: the well-known documents with the
 * path inserted or appended are those at the root. Everything else is served at the root alone; a proxy that mounts
 * this server below a path strips that path.
 */
export const withoutIssuerPath = (issuer: string): ((request: Pick<IncomingMessage, 'url'>) => string) => {
  const path = new URL(issuer).pathname.replace(/\/$/, '');
  const plain = new Map<string, string>(
    path === ''
      ? []
      : [
          ...DOCUMENTS.map((document) => [document + path, document] as const),
          [path + APPENDED, APPENDED],
          [`${PROTECTED_RESOURCE}${path}/register`, `${PROTECTED_RESOURCE}/register`],
        ],
  );
  return ({ url = '/' }) => {
    const [address = '', ...query] = url.split('?');
    return [plain.get(address) ?? address, ...query].join('?');
  };
};
