import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFolder, written } from '../support/program';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving(() => ({ REGISTRATION_MODE: 'protected' }));

/** What oidc-gen says when it makes an account, with an agent of its own, until it waits for its user to sign in. */
const generate = async (folder: string, parameters: readonly string[]): Promise<string> => {
  const agent = await written({ command: 'oidc-agent', parameters: [], folder });
  const variables = agent.matchAll(/^(\w+)=([^;]+);/gm);
  const environment: Record<string, string> = { OIDC_ENCRYPTION_PW: 'secret' };
  for (const [, name, value] of variables) environment[String(name)] = String(value);
  try {
    return await written({
      command: 'oidc-gen',
      parameters: [
        ...[`--issuer=${clientele.origin}`, '--scope=openid profile', '--flow=code', '--prompt=none'],
        ...['--pw-env=OIDC_ENCRYPTION_PW', '--confirm-default', '--no-url-call', ...parameters, 'account'],
      ],
      folder,
      environment,
      until: new RegExp(`${AUTHORIZATION_ENDPOINT}\\S+\\s`),
    });
  } finally {
    await written({ command: 'oidc-agent', parameters: ['--kill'], folder, environment });
  }
};

test('oidc-agent registers, with web and loopback as it always does, and asks its user to sign in', () =>
  withFolder(async (folder) => {
    const text = await generate(folder, [`--at=${await clientele.registrarToken()}`]);
    const address = new URL(new RegExp(`${AUTHORIZATION_ENDPOINT}\\S+`).exec(text)?.[0] ?? 'none:');
    assert.ok(address.searchParams.get('client_id'));
    assert.match(address.searchParams.get('redirect_uri') ?? '', /^http:\/\/localhost:\d+$/);
  }));

test('oidc-agent shows its user code and description of a refusal', () =>
  withFolder(async (folder) => {
    const text = await generate(folder, []);
    assert.match(text, /invalid_token: send Authorization: Bearer with a token of scope register/);
  }));
