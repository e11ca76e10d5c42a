/** Programs that search for leaked credentials recognise a token by it. */
const PREFIX = 'clt_iat_';
const TOKEN = /^clt_iat_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** The text of a token: the prefix, its id, and 256 random bits in base64url. It has the syntax of RFC 6750 section 2.1. */
export const tokenText = (id: string, secret: string): string => `${PREFIX}${id}_${secret}`;

/** Whether a presented token is meant as an initial access token. */
export const hasTokenPrefix = (token: string): boolean => token.startsWith(PREFIX);

/** The id in the text of a token; nothing if the text is not one of {@link tokenText}. */
export const idOfToken = (token: string): string | undefined => TOKEN.exec(token)?.[1];
