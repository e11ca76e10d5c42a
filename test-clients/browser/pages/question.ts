import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepPicture, signInAs } from '../../support/chromium';
import { type PageSuite, questionOn } from '../../support/page-suite';

const NARROW = 320;
const MOST_STEPS = 20;

/** How the question looks and is answered. */
export const questionTests = (suite: PageSuite): void => {
  test('the question fits a narrow window, in light and dark', () =>
    suite.inBrowser(async (page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(suite.requestOf());
        await questionOn(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= NARROW, `${width} px`);
        await keepPicture(page, `${suite.database}-narrow-${colorScheme}`);
      }
    }, NARROW));

  test('the question is answered by keys, and never by Enter alone', () =>
    suite.inBrowser(async (page) => {
      await page.goto(suite.requestOf());
      await questionOn(page);
      await page.keyboard.press('Enter');
      await questionOn(page);
      const focused = (): Promise<string | undefined> =>
        page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim());
      for (let step = 0; step < MOST_STEPS && (await focused()) !== 'Allow'; step += 1)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await signInAs(page, 'ivan');
      assert.ok((await suite.connected(page)).get('code'));
    }));

  test('a double click allows once, on the way to the identity provider and on the way to the application', () =>
    suite.inBrowser(async (page) => {
      const codes = async (work: () => Promise<void>): Promise<(string | null)[]> => {
        const { length } = suite.answers;
        await questionOn(page);
        await page.getByRole('button', { name: 'Allow', exact: true }).dblclick();
        await work();
        assert.ok((await suite.connected(page)).get('code'));
        return suite.answers.slice(length).map(({ members }) => members.get('code'));
      };
      await page.goto(suite.requestOf());
      assert.equal(new Set(await codes(() => signInAs(page, 'judy'))).size, 1);
      await page.goto(suite.requestOf({ prompt: 'consent' }));
      assert.equal(new Set(await codes(() => Promise.resolve())).size, 1);
    }));

  test('the question has no error in the console, and asks no other host for anything', () =>
    suite.inBrowser(async (page) => {
      const seen: string[] = [];
      page.on('console', (message) => seen.push(message.text()));
      page.on('pageerror', (error) => seen.push(error.message));
      page.on('request', (request) => request.isNavigationRequest() || seen.push(request.url()));
      await page.goto(suite.requestOf());
      await questionOn(page);
      assert.deepEqual(seen, []);
    }));
};
