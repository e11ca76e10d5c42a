import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** For a machine that is busy with other tests. */
const WAITS_MS = 30_000;

/** A browser that finds these hosts at ports of this machine. */
export const startChromium = (hosts: Readonly<Record<string, number>> = {}): Promise<Browser> => {
  const rules = Object.entries(hosts).map(([host, port]) => `MAP ${host}:443 127.0.0.1:${port}`);
  const executablePath = process.env['CHROMIUM'];
  if (executablePath === undefined) throw new Error('CHROMIUM is not set; use npm run test:browser');
  return chromium.launch({ executablePath, args: ['--no-sandbox', `--host-resolver-rules=${rules.join(', ')}`] });
};

/** Somebody's browser: its cookies are those of nobody else. It trusts the certificates of the test. */
export const newProfile = async (browser: Browser, width = 1024): Promise<BrowserContext> => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width, height: 800 } });
  context.setDefaultTimeout(WAITS_MS);
  return context;
};

/** Keeps a picture of a page in the folder that SCREENSHOTS names, for those who want to look at it. */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};

/** Signs in at the identity provider, whose page is shown. */
export const signInAs = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('heading', { name: 'The organisation' }).waitFor();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Answers the question of the server. */
export const decide = (page: Page, answer: 'Allow' | 'Do not allow' | 'Use another account'): Promise<void> =>
  page.getByRole('button', { name: answer, exact: true }).click();
