import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizationUrl, registerApp, startSignIn } from '../../support/authorizing';
import { TestBrowser } from '../../support/browser';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';
import { WITH_SIGN_IN } from '../../support/with-sign-in';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('the texts and the logo of the operator', () => {
  let folder: string;
  let file: string;
  let server: TestServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-texts-'));
    file = join(folder, 'texts.json');
    await writeFile(join(folder, 'logo.svg'), LOGO);
    const languages = { en: { scopes: { read: 'Read your notes' } }, de: { scopes: { read: 'Ihre Notizen lesen' } } };
    await writeFile(file, JSON.stringify({ product: 'Northwind', logo: 'logo.svg', languages }));
    ({ server } = await startSignIn({ SIGN_IN_TEXTS: file }));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('are on the pages, in the language that the request or the browser prefers', async () => {
    const { client_id } = await registerApp(server);
    const german = new TestBrowser([server], { 'Accept-Language': 'de-CH, en;q=0.5' });
    const page = await german.open(authorizationUrl(client_id));
    for (const part of ['lang="de"', 'Ihre Notizen lesen', 'alt="Northwind"', 'src="/sign-in/logo"'])
      expect(page.text).toContain(part);
    const asked = await german.open(authorizationUrl(client_id, { ui_locales: 'ar' }));
    for (const part of ['lang="ar" dir="rtl"', 'Read your notes']) expect(asked.text).toContain(part);
  });

  it('include the logo, in which nothing runs', async () => {
    const { status, text, headers } = await server.get('/sign-in/logo');
    expect([status, text]).toEqual([200, LOGO]);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('have no logo at its address if the operator has none', async () => {
    const { server: plain } = await startSignIn();
    expect((await plain.get('/sign-in/logo')).status).toBe(404);
  });

  it('prevent the start with all faults of the file', async () => {
    const wrong = join(folder, 'wrong.json');
    const start = (): Promise<unknown> => createTestApp({ ...WITH_SIGN_IN, SIGN_IN_TEXTS: wrong });
    await expect(start()).rejects.toThrow('SIGN_IN_TEXTS must be a readable file');
    await writeFile(wrong, '{');
    await expect(start()).rejects.toThrow('SIGN_IN_TEXTS must be a file of JSON');
    await writeFile(wrong, JSON.stringify({ produkt: 'x', product: '' }));
    await expect(start()).rejects.toThrow(/SIGN_IN_TEXTS: produkt is unknown.*\nSIGN_IN_TEXTS: product must be a text/);
    await writeFile(wrong, JSON.stringify({ logo: 'wrong.json' }));
    await expect(start()).rejects.toThrow('SIGN_IN_TEXTS: logo must be a PNG, JPEG, WebP or SVG image');
  });
});
