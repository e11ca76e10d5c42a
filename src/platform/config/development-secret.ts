import { randomBytes } from 'node:crypto';

const INHERITED = 'CLIENTELE_DEVELOPMENT_SECRET';

/** The secret of the administrator where the environment sets none, outside production: another one at each start. */
export const DEVELOPMENT_SECRET = process.env[INHERITED] ?? randomBytes(24).toString('base64url');

/** The variables by which the workers of this process get the same one. */
export const INHERITED_VARIABLES: Readonly<Record<string, string>> = { [INHERITED]: DEVELOPMENT_SECRET };
