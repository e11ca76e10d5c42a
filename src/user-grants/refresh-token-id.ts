import type { RefreshTokenName } from './token-text';

/** The key of the row of a refresh token. */
export const refreshTokenId = ({ grant_id, generation }: RefreshTokenName): string => `${grant_id}.${generation}`;

/** The keys of all refresh tokens of a grant are between these two, by their bytes. */
export const rangeOf = (grant_id: string): [string, string] => [`${grant_id}.`, `${grant_id}/`];
