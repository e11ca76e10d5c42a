import type { KeyRing } from '../platform/secrets/key-ring';
import type { RefreshToken } from './refresh-token.entity';

/** The members of a response that its repetition needs. */
export interface RepeatableResponse {
  readonly refresh_token?: string;
  /** In seconds. */
  readonly expires_in: number;
}

/** The use of a refresh token. */
export interface RefreshUse<Response extends RepeatableResponse> {
  /** A hash of what the client asked for. */
  readonly asked: string;
  readonly response: Response;
}

/** What is stored of a use; `at` is in milliseconds since 1970. */
interface StoredUse<Response extends RepeatableResponse> extends RefreshUse<Response> {
  readonly at: number;
}

/** Seals the use of a token for its row: the response contains its successor and an access token. */
export const sealUse = (ring: KeyRing, id: string, use: StoredUse<RepeatableResponse>): string =>
  ring.seal(JSON.stringify(use), id);

/** The stored use of a token, with what is left of the lifetime in its response; `undefined` for an unused token. */
export const openUse = <Response extends RepeatableResponse>(
  ring: KeyRing,
  { id, sealed_use }: Pick<RefreshToken, 'id' | 'sealed_use'>,
  now: number,
): RefreshUse<Response> | undefined => {
  if (sealed_use === null) return undefined;
  const { asked, response, at } = JSON.parse(ring.open(sealed_use, id)) as StoredUse<Response>;
  const expires_in = Math.max(0, response.expires_in - Math.max(0, Math.floor((now - at) / 1000)));
  return { asked, response: { ...response, expires_in } };
};
