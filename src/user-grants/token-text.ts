import type { KeyRing } from '../platform/secrets/key-ring';

/** The grant and the generation of a refresh token. */
export interface RefreshTokenName {
  readonly grant_id: string;
  /** The number of refresh tokens that the grant had before. */
  readonly generation: number;
}

/** Programs that search for leaked credentials recognise the tokens by these. */
const CODE_PREFIX = 'clt_code_';
const REFRESH_PREFIX = 'clt_rt_';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** 256 bits in base64url. */
const BITS = '[A-Za-z0-9_-]{43}';
const CODE = new RegExp(`^${CODE_PREFIX}(${UUID})_${BITS}$`);
const REFRESH_TOKEN = new RegExp(`^(${REFRESH_PREFIX}(${UUID})_([0-9]{1,9})_${BITS})_([0-9]{1,9}\\.${BITS})$`);

/** The text of an authorization code: the prefix, its grant, and the secret of 256 random bits. */
export const codeText = (grant_id: string, secret: string): string => `${CODE_PREFIX}${grant_id}_${secret}`;

/** The grant in the text of a code; nothing if the text is not one of {@link codeText}. */
export const grantOfCode = (text: string): string | undefined => CODE.exec(text)?.[1];

/**
 * The text of a refresh token: the prefix, its name, the secret of 256 random bits, and a keyed hash of all that. By the hash
 * the server knows a token as one that it issued, although it keeps no row of used tokens.
 */
export const refreshTokenText = (ring: KeyRing, { grant_id, generation }: RefreshTokenName, secret: string): string => {
  const text = `${REFRESH_PREFIX}${grant_id}_${generation}_${secret}`;
  return `${text}_${ring.hash(text)}`;
};

/**
 * Whether a text has the form of {@link refreshTokenText} and was never issued here. Tokens of another server, which this one
 * may have replaced, have another form; whether those under a key that was removed were issued here cannot be known.
 */
export const isGuessedRefreshToken = (ring: KeyRing, text: string): boolean => {
  const mac = REFRESH_TOKEN.exec(text)?.[4];
  return mac !== undefined && ring.has(ring.versionOf(mac)) && readRefreshToken(ring, text) === undefined;
};

/** The name of a refresh token that this server issued; nothing for any other text. */
export const readRefreshToken = (ring: KeyRing, text: string): RefreshTokenName | undefined => {
  const [, signed = '', grant_id = '', generation, mac = ''] = REFRESH_TOKEN.exec(text) ?? [];
  return ring.isHashOf(mac, signed) ? { grant_id, generation: Number(generation) } : undefined;
};
