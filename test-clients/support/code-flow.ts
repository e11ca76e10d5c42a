import assert from 'node:assert/strict';
import type { Person } from './person';
import { newProofKey } from './pkce';
import { type Members, register } from './registering';

/** The parameters of a request. */
type Parameters_ = Readonly<Record<string, string>>;

/** What the token endpoint gives. */
export interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token: string;
}

/** Sends a form to an endpoint, and gives the status and the JSON of the response. */
export const sent = async (
  address: string,
  form: Parameters_,
): Promise<{ readonly status: number; readonly json: Members }> => {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, json: (await response.json()) as Members };
};

/** A client that speaks plain HTTP, for what no library sends by itself. */
export class PlainClient {
  private constructor(
    private readonly issuer: string,
    readonly client_id: string,
    private readonly redirectUri: string,
  ) {}

  /** Registers a public client. Its requests come with `redirect_uri`, which may have another port than the registered one. */
  static async register(issuer: string, metadata: Members, redirect_uri: string): Promise<PlainClient> {
    const { client_id } = await register(issuer, {
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      ...metadata,
    });
    return new PlainClient(issuer, client_id, redirect_uri);
  }

  /** Has a person sign in, and redeems the code. */
  async signIn(person: Person, parameters: Parameters_ = {}, atToken: Parameters_ = {}): Promise<Tokens> {
    const { verifier, challenge } = newProofKey();
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: this.client_id, redirect_uri: this.redirectUri, state: 'a state' },
      ...{ code_challenge: challenge, code_challenge_method: 'S256', ...parameters },
    });
    const answer = await person.allow(`${this.issuer}/authorize?${query.toString()}`, this.redirectUri);
    assert.deepEqual([answer.searchParams.get('error'), answer.searchParams.get('state')], [null, 'a state']);
    const { status, json } = await this.token({
      grant_type: 'authorization_code',
      code: answer.searchParams.get('code') ?? '',
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
      ...atToken,
    });
    assert.equal(status, 200, JSON.stringify(json));
    return json as unknown as Tokens;
  }

  token(form: Parameters_): ReturnType<typeof sent> {
    return sent(`${this.issuer}/token`, { client_id: this.client_id, ...form });
  }

  refresh(refresh_token: string, parameters: Parameters_ = {}): ReturnType<typeof sent> {
    return this.token({ grant_type: 'refresh_token', refresh_token, ...parameters });
  }
}

/** The claims of a token, unverified. */
export const claimsOf = (token: string): Members =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Members;
