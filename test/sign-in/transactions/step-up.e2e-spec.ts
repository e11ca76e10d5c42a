import { decodeJwt } from 'jose';
import { authorizationUrl, pkce, registerApp, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { codeOf } from '../../support/signing-in';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { ALICE, signInAt, startUpstream, type TestUpstream } from '../../support/upstream';

const WEAK = 'urn:corp:password';
const STRONG = 'urn:corp:second-factor';

describe('a request for a stronger sign-in', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;
  const { verifier, challenge } = pkce();

  beforeAll(async () => {
    upstream = await startUpstream();
    const entry = upstream.entry({ acr: { silver: WEAK, gold: STRONG } });
    ({ server } = await startSignIn(await signInAt(entry), undefined, upstream));
    app = await registerApp(server);
  });

  const visits = (): number => upstream.requests.filter(({ path }) => path === '/auth').length;
  const authorize = async (browser: TestBrowser, acr_values?: string): Promise<Shown> => {
    const address = authorizationUrl(app.client_id, { acr_values, code_challenge: challenge });
    return browser.submit(await browser.open(address), { decision: 'allow' });
  };
  const claimsOf = async (shown: Shown): Promise<Readonly<Record<string, unknown>>> => {
    const { json } = await server.token({
      grant_type: 'authorization_code',
      client_id: app.client_id,
      code: codeOf(shown) ?? '',
      code_verifier: verifier,
      redirect_uri: 'https://app.example/cb',
    });
    return decodeJwt(String(json['access_token']));
  };
  const reaching = (acr: string): void => {
    upstream.person = { ...ALICE, acr };
  };

  it('is not met by a session that began with a weaker one, and a stronger session meets it', async () => {
    const browser = new TestBrowser([server]);
    reaching(WEAK);
    await expect(claimsOf(await authorize(browser))).resolves.toMatchObject({ acr: 'silver' });
    const before = visits();
    reaching(STRONG);
    await expect(claimsOf(await authorize(browser, 'gold'))).resolves.toMatchObject({ acr: 'gold' });
    expect(visits()).toBe(before + 1);
    expect(upstream.authorization.get('acr_values')).toBe(STRONG);
    await expect(claimsOf(await authorize(browser, 'gold'))).resolves.toMatchObject({ acr: 'gold' });
    expect(visits()).toBe(before + 1);
  });

  it('is an error if the upstream does not reach it: no token claims what did not happen', async () => {
    reaching(WEAK);
    const shown = await authorize(new TestBrowser([server]), 'gold');
    expect(codeOf(shown)).toBeUndefined();
    expect(`${shown.text}${shown.location?.href ?? ''}`).toContain('unmet_authentication_requirements');
  });

  it('does not pass on what the operator did not map', async () => {
    reaching('gold');
    const claims = await claimsOf(await authorize(new TestBrowser([server])));
    expect(claims).not.toHaveProperty('acr');
    expect(claims).toMatchObject({ sub: expect.stringMatching(/^usr_/) });
    expect(upstream.authorization.has('acr_values')).toBe(false);
  });
});
