import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { withFolder, written } from '../support/program';
import { serving } from '../support/serving';

/** Permits client_credentials. */
const OPEN_REGISTRATION_POLICY = 'none';

const strict = serving(() => ({ OPEN_REGISTRATION_POLICY }));
const lenient = serving(() => ({ OPEN_REGISTRATION_POLICY, ASSERTION_AUDIENCE: 'issuer_or_token_endpoint' }));

interface Outcome {
  readonly scope?: string;
  readonly refusal?: string;
}

/** What Authlib obtains by a method; `audience` is what its assertions name, where it is not left to Authlib. */
const obtain = async (origin: string, method: string, audience = 'default'): Promise<Outcome> => {
  let text = '';
  await withFolder(async (folder) => {
    const script = join(__dirname, 'authlib_client.py');
    text = await written({ command: '/usr/bin/python3', parameters: [script, origin, method, audience], folder });
  });
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Outcome;
};

for (const method of ['client_secret_basic', 'client_secret_post'])
  test(`Authlib obtains a token by ${method}`, async () => {
    assert.deepEqual(await obtain(strict.origin, method), { scope: 'profile' });
  });

for (const method of ['client_secret_jwt', 'private_key_jwt']) {
  test(`Authlib shows that ${method} is refused, since it names the token endpoint`, async () => {
    const { refusal } = await obtain(strict.origin, method);
    assert.match(refusal ?? '', /^invalid_client: client authentication failed/);
  });

  test(`Authlib obtains a token by ${method} where ASSERTION_AUDIENCE allows the token endpoint`, async () => {
    assert.deepEqual(await obtain(lenient.origin, method), { scope: 'profile' });
  });

  test(`Authlib obtains a token by ${method} when it is made to name the issuer`, async () => {
    assert.deepEqual(await obtain(strict.origin, method, 'issuer'), { scope: 'profile' });
  });
}
