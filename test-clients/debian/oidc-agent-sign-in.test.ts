import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { claimsOf } from '../support/code-flow';
import { OidcAgent } from '../support/oidc-agent';
import { Person } from '../support/person';
import { withFolder } from '../support/program';
import { signedInSuite } from '../support/signed-in-suite';

const RESOURCE = 'https://tools.example/mcp';

describe('oidc-agent whose user signs in here', () => {
  // oidc-agent registers the scope openid at every server, and ends where it does not get it.
  const environment = { SCOPES: 'openid profile offline_access tools:read tools:write' };
  const suite = signedInSuite('SQLite', () => ({ resource: RESOURCE, nodes: 1, environment }));

  test('registers, gets the code at a port of this computer, and gives tokens of the person', () =>
    withFolder(async (folder) => {
      const { issuer } = suite.running().servers;
      const agent = await OidcAgent.start(folder);
      try {
        const generation = agent.generate([`--issuer=${issuer}`, '--scope=tools:read offline_access', 'account']);
        const address = await generation.address(`${issuer}/authorize`);
        const redirectUri = address.searchParams.get('redirect_uri') ?? '';
        const answer = await new Person('alice').allow(address, redirectUri);
        await fetch(answer);
        assert.match(await generation.ended, /account config was created|Everything setup correctly/i);
        const { sub, aud } = claimsOf((await agent.token('account')).trim());
        assert.match(String(sub), /^usr_/);
        assert.equal(aud, RESOURCE);
      } finally {
        await agent.stop();
      }
    }));
});
