import type { ClientAuthenticationMethod } from '../client-authentication-method';

const BASIC = /^basic +([A-Za-z0-9+/\-_]+=*)$/i;

/**
 * HTTP Basic (RFC 6749 section 2.3.1): base64, split at the first colon, then each half form-decoded. Many clients
 * forget the form-encoding, so the raw secret is right as well.
 */
export const clientSecretBasic: ClientAuthenticationMethod = {
  serves: ['client_secret_basic', 'client_secret_post'],
  read: ({ headers: { authorization } }) => {
    if (authorization === undefined || !/^basic\b/i.test(authorization)) return undefined;
    const credentials = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
    const colon = credentials.indexOf(':');
    if (colon < 1) return 'malformed';
    const [id, secret] = [credentials.slice(0, colon), credentials.slice(colon + 1)];
    const decoded = formDecode(secret);
    return { client_id: formDecode(id) ?? id, secrets: [...new Set([decoded ?? secret, secret])] };
  },
};

/** Undoes application/x-www-form-urlencoded; nothing when a percent sign stands alone. */
const formDecode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
