import { schemeOf } from '../../../platform/http/authorization-header';

const BASIC = /^basic +([A-Za-z0-9+/\-_]+=*)$/i;

/** The content of an `Authorization: Basic` header. */
export interface BasicCredentials {
  readonly client_id: string;
  /** The possible readings of the secret. None if it is empty, which RFC 6749 section 2.3.1 counts as omitted. */
  readonly secrets: readonly string[];
}

/**
 * Reads HTTP Basic (RFC 6749 section 2.3.1): base64, split at the first colon, then each half form-decoded. Many clients
 * forget the form-encoding, so the raw secret is accepted too. Returns `undefined` for another scheme, or none.
 */
export const basicCredentials = (authorization: string | undefined): BasicCredentials | 'malformed' | undefined => {
  if (authorization === undefined || schemeOf(authorization) !== 'basic') return undefined;
  const credentials = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  if (colon < 1) return 'malformed';
  const [id, secret] = [credentials.slice(0, colon), credentials.slice(colon + 1)];
  return { client_id: formDecode(id), secrets: secret === '' ? [] : [...new Set([formDecode(secret), secret])] };
};

/** Decodes application/x-www-form-urlencoded. Returns the text itself if it is not encoded that way. */
const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};
