import assert from 'node:assert/strict';
import { test } from 'node:test';
import OAuth2Strategy from 'passport-oauth2';
import { register } from '../support/registering';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving();

const CALLBACK = 'https://app.example/callback';

interface Outcome {
  redirect?: string;
  error?: Error & { code?: string };
}

/** What the strategy does with a request, as passport has it tell. */
const authenticate = async (query: Readonly<Record<string, string>>, session: object): Promise<Outcome> => {
  const client = await register(clientele.origin, {
    redirect_uris: [CALLBACK],
    token_endpoint_auth_method: 'client_secret_post',
  });
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: AUTHORIZATION_ENDPOINT,
      tokenURL: `${clientele.origin}/token`,
      clientID: client.client_id,
      clientSecret: client.client_secret,
      callbackURL: CALLBACK,
    },
    (_access: string, _refresh: string, _profile: unknown, verified: (error: null, user: object) => void) => {
      verified(null, {});
    },
  );
  return new Promise((resolve) => {
    Object.assign(strategy, {
      redirect: (redirect: string) => {
        resolve({ redirect });
      },
      error: (error: Error) => {
        resolve({ error });
      },
    });
    strategy.authenticate({ query, session } as unknown as Parameters<typeof strategy.authenticate>[0], {});
  });
};

test('passport-oauth2 sends its user to the authorization endpoint', async () => {
  const { redirect } = await authenticate({}, {});
  const address = new URL(redirect ?? '');
  assert.equal(`${address.origin}${address.pathname}`, AUTHORIZATION_ENDPOINT);
  assert.equal(address.searchParams.get('redirect_uri'), CALLBACK);
});

test('passport-oauth2 shows the code and description of what the token endpoint refuses', async () => {
  const { error } = await authenticate({ code: 'of another server' }, {});
  assert.equal(error?.name, 'TokenError');
  assert.equal(error.code, 'unsupported_grant_type');
  assert.match(error.message, /^grant_type must be /);
});
