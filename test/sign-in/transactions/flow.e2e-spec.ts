import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { TestBrowser } from '../../support/browser';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import type { TestUpstream } from '../../support/upstream';

describe('an authorization', () => {
  let server: TestServer;
  let upstream: TestUpstream;
  let app: RegisteredClient;

  beforeAll(async () => {
    ({ server, upstream } = await startSignIn());
    app = await registerApp(server);
  });

  it('goes from the page over the upstream to the code', async () => {
    const browser = new TestBrowser([server]);
    const page = await browser.open(authorizationUrl(app.client_id));
    expect(page.status).toBe(200);
    expect(page.text).toContain('app.example');
    expect(upstream.requests).toEqual([]);
    const back = await browser.submit(page, { decision: 'allow' });
    expect(back.text).toBe('');
    expect(back.status).toBe(303);
    const { origin, pathname, searchParams } = back.location ?? new URL('none:');
    expect(origin + pathname).toBe('https://app.example/cb');
    expect([...searchParams.keys()].sort()).toEqual(['code', 'iss', 'state']);
    expect(searchParams.get('state')).toBe('the state');
    expect(searchParams.get('iss')).toBe('http://localhost:3000');
  });
});
