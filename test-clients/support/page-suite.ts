import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newProfile, startChromium } from './chromium';
import { newProofKey } from './pkce';
import { register, type Registered } from './registering';
import { type DatabaseName, signedInSuite } from './signed-in-suite';
import { startWebApplication, type WebApplication } from './web-application';

export const AUTH = 'auth.example';
export const APP = 'app.example';
export const RESOURCE = 'https://tools.example/mcp';
const CALLBACK = `https://${APP}/callback`;

/** A browser, an application on the web and two nodes, for the tests of pages. */
export class PageSuite {
  private browser: Browser | undefined;
  private web: WebApplication | undefined;
  private client: Registered | undefined;
  private readonly suite: ReturnType<typeof signedInSuite>;

  /** Registers the hooks that start and end them. */
  constructor(readonly database: DatabaseName) {
    this.suite = signedInSuite(database, () => ({
      host: AUTH,
      resource: RESOURCE,
      environment: { CONSENT_MEMORY: 'https' },
    }));
    before(async () => {
      const { folder, servers } = this.suite.running();
      this.web = await startWebApplication(folder, APP, `https://${APP}/done`);
      this.browser = await startChromium({ [AUTH]: servers.port, [APP]: this.web.port });
      this.client = await this.register('Tools for teams', CALLBACK);
    });
    after(async () => {
      await this.browser?.close();
      this.web?.close();
    });
  }

  /** What arrived at the redirect URI of the application, the oldest first. */
  get answers(): WebApplication['answers'] {
    assert.ok(this.web);
    return this.web.answers;
  }

  /** How often somebody was asked for a name at the identity provider. */
  get pagesOfProvider(): number {
    return this.suite.running().servers.identityProvider.pagesShown();
  }

  /** Registers a public client, as the proxy would pass the request on. */
  register(client_name: string, redirect_uri: string): Promise<Registered> {
    const metadata = {
      client_name,
      redirect_uris: [redirect_uri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    };
    const [node = ''] = this.suite.running().servers.origins;
    return register(node, metadata, { 'x-forwarded-proto': 'https' });
  }

  /** The address of an authorization request of the application, with other parameters. */
  requestOf(more: Readonly<Record<string, string>> = {}): string {
    const members = {
      ...{ response_type: 'code', client_id: this.client?.client_id ?? '', redirect_uri: CALLBACK, resource: RESOURCE },
      ...{ scope: 'tools:read tools:write', state: crypto.randomUUID() },
      ...{ code_challenge: newProofKey().challenge, code_challenge_method: 'S256', ...more },
    };
    return `https://${AUTH}/authorize?${new URLSearchParams(members).toString()}`;
  }

  /** Opens the browser of somebody, with one page, and closes it after the work. */
  async inBrowser(work: (page: Page, profile: BrowserContext) => Promise<void>, width?: number): Promise<void> {
    assert.ok(this.browser);
    const profile = await newProfile(this.browser, width);
    try {
      await work(await profile.newPage(), profile);
    } finally {
      await profile.close();
    }
  }

  /** Waits until the application is connected, at the end of its redirects, and gives the answer that it got. */
  async connected(page: Page): Promise<URLSearchParams> {
    await page.getByRole('heading', { name: 'Connected' }).waitFor();
    assert.equal(page.url(), `https://${APP}/done`);
    return this.answers.at(-1)?.members ?? new URLSearchParams();
  }
}

/** Waits for the question of the server, and gives what it says. */
export const questionOn = async (page: Page): Promise<string> => {
  await page.getByRole('heading', { name: 'Allow access?' }).waitFor();
  return (await page.textContent('main')) ?? '';
};

/** The `state` of an authorization request. */
export const stateOf = (address: string): string | null => new URL(address).searchParams.get('state');
