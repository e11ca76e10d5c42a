import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { decide, keepPicture, signInAs } from '../../support/chromium';
import { AUTH, type PageSuite, questionOn, stateOf } from '../../support/page-suite';

/** How often a person goes back at most. */
const MOST_STEPS = 5;

/** What a browser keeps between two authorizations, and what it does to one. */
export const sessionTests = (suite: PageSuite): void => {
  /** Connects the application for a person who was not signed in before. */
  const connect = async (page: Page, name: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    await page.goto(suite.requestOf(more));
    await decide(page, 'Allow');
    await signInAs(page, name);
    await suite.connected(page);
  };

  test('a person who is signed in sees the account, and allows without signing in again', () =>
    suite.inBrowser(async (page) => {
      await connect(page, 'bob', { scope: 'tools:read' });
      const shown = suite.pagesOfProvider;
      await page.goto(suite.requestOf());
      assert.match(await questionOn(page), /Signed in as/);
      await keepPicture(page, `${suite.database}-question-of-a-session`);
      await page.getByLabel('tools:write').uncheck();
      await decide(page, 'Allow');
      assert.ok((await suite.connected(page)).get('code'));
      assert.equal(suite.pagesOfProvider, shown);
    }));

  test('what a person allowed is remembered for a request that the person began', () =>
    suite.inBrowser(async (page) => {
      await connect(page, 'carol');
      const { length } = suite.answers;
      await page.setContent(`<a href="${suite.requestOf().replaceAll('&', '&amp;')}">connect</a>`);
      await page.getByRole('link', { name: 'connect' }).click();
      assert.ok((await suite.connected(page)).get('code'));
      assert.equal(suite.answers.length, length + 1);
      await page.goto(suite.requestOf({ prompt: 'consent' }));
      await questionOn(page);
    }));

  test('two tabs end in any order, each with its own answer', () =>
    suite.inBrowser(async (one, profile) => {
      const other = await profile.newPage();
      const addresses = [suite.requestOf(), suite.requestOf()] as const;
      await one.goto(addresses[0]);
      await other.goto(addresses[1]);
      await decide(other, 'Allow');
      await signInAs(other, 'dave');
      assert.equal((await suite.connected(other)).get('state'), stateOf(addresses[1]));
      await decide(one, 'Allow'); // the provider knows the person by now, and shows no page
      assert.equal((await suite.connected(one)).get('state'), stateOf(addresses[0]));
    }));

  test('the back button leads to the question again, and to no error', () =>
    suite.inBrowser(async (page) => {
      await connect(page, 'erin', { prompt: 'consent' }); // otherwise the answer would be remembered
      const { length } = suite.answers;
      for (let step = 0; step < MOST_STEPS && !page.url().startsWith(`https://${AUTH}`); step += 1) await page.goBack();
      assert.match(await questionOn(page), /Signed in as/);
      assert.equal(suite.answers.length, length);
      await decide(page, 'Allow');
      assert.ok((await suite.connected(page)).get('code'));
    }));

  test('another browser cannot finish what this one began, and this one still can', () =>
    suite.inBrowser(async (page, profile) => {
      const address = suite.requestOf();
      await page.goto(address);
      await decide(page, 'Allow');
      const callback = await callbackFor(page, profile, 'mallory');
      const { length } = suite.answers;
      await suite.inBrowser(async (other) => {
        const response = await other.goto(callback);
        assert.equal(response?.status(), 400);
        await keepPicture(other, `${suite.database}-other-browser`);
      });
      assert.equal(suite.answers.length, length);
      await page.goto(callback);
      assert.equal((await suite.connected(page)).get('state'), stateOf(address));
    }));
};

/** Signs in at the provider as the browser would, and gives the address of the server to which it is sent back. */
const callbackFor = async (page: Page, profile: BrowserContext, name: string): Promise<string> => {
  await page.getByRole('heading', { name: 'The organisation' }).waitFor();
  const ofProvider = (await profile.cookies()).filter(({ domain }) => domain === new URL(page.url()).hostname);
  const cookie = ofProvider.map(({ name: key, value }) => `${key}=${value}`).join('; ');
  let next = page.url();
  for (let init: RequestInit = { method: 'POST', body: new URLSearchParams({ name }) }; ; init = {}) {
    const response = await fetch(next, { ...init, headers: { cookie }, redirect: 'manual' });
    const location = response.headers.get('location');
    assert.ok(location, `${response.status} of ${next}`);
    next = new URL(location, next).href;
    if (next.startsWith(`https://${AUTH}`)) return next;
  }
};
