import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, keepPicture, signInAs } from '../../support/chromium';
import { startLoopbackApplication } from '../../support/loopback-application';
import { APP, AUTH, type PageSuite, questionOn, RESOURCE, stateOf } from '../../support/page-suite';

const CURSOR = 'cursor://anysphere.cursor-mcp/oauth/callback';
const ONLY_IF_STARTED = /Allow it only if you have just started it yourself/;

/** The ways in which an answer reaches an application. */
export const answerTests = (suite: PageSuite): void => {
  test('a person allows, signs in, and gets through the redirects of the application', () =>
    suite.inBrowser(async (page) => {
      const address = suite.requestOf();
      await page.goto(address);
      const question = await questionOn(page);
      for (const text of [APP, 'Tools for teams', 'tools:read', 'tools:write', RESOURCE])
        assert.ok(question.includes(text), text);
      await keepPicture(page, `${suite.database}-question`);
      await decide(page, 'Allow');
      await signInAs(page, 'alice');
      const answer = await suite.connected(page);
      assert.deepEqual([answer.get('state'), answer.get('iss')], [stateOf(address), `https://${AUTH}`]);
      assert.ok(answer.get('code'));
    }));

  test('an answer by form_post arrives as a form', () =>
    suite.inBrowser(async (page) => {
      await page.goto(suite.requestOf({ response_mode: 'form_post' }));
      await decide(page, 'Allow');
      await signInAs(page, 'grace');
      assert.ok((await suite.connected(page)).get('code'));
      assert.equal(suite.answers.at(-1)?.method, 'POST');
    }));

  test('a person who does not allow is asked whether to return, and the application learns it', () =>
    suite.inBrowser(async (page) => {
      await page.goto(suite.requestOf());
      await decide(page, 'Do not allow');
      await keepPicture(page, `${suite.database}-not-allowed`);
      await page.getByRole('link', { name: `Return to ${APP}` }).click();
      const answer = await suite.connected(page);
      assert.deepEqual([answer.get('error'), answer.get('code')], ['access_denied', null]);
    }));

  test('the answer to an application of the device is handed over by a page that stays', async () => {
    const { client_id } = await suite.register('An editor', CURSOR);
    await suite.inBrowser(async (page) => {
      await page.goto(suite.requestOf({ client_id, redirect_uri: CURSOR }));
      assert.match(await questionOn(page), ONLY_IF_STARTED);
      await keepPicture(page, `${suite.database}-question-of-a-scheme`);
      await decide(page, 'Allow');
      await signInAs(page, 'heidi');
      const link = page.locator(`a[href^="${CURSOR}"]`);
      await link.waitFor();
      assert.ok(new URL((await link.getAttribute('href')) ?? '').searchParams.get('code'));
      await keepPicture(page, `${suite.database}-handed-over`);
    });
  });

  test('the answer to a program of this computer is handed over to the port where it listens', async () => {
    const { client_id } = await suite.register('A program', 'http://127.0.0.1/callback');
    const program = await startLoopbackApplication();
    const answer = program.answer();
    await suite.inBrowser(async (page) => {
      await page.goto(suite.requestOf({ client_id, redirect_uri: program.redirectUri }));
      const question = await questionOn(page);
      assert.match(question, ONLY_IF_STARTED);
      assert.ok(question.includes(new URL(program.redirectUri).port));
      await keepPicture(page, `${suite.database}-question-of-loopback`);
      await decide(page, 'Allow');
      await signInAs(page, 'judy');
      assert.ok((await answer).get('code'));
      await page.getByRole('heading', { name: 'Connected' }).waitFor();
    });
    program.close();
  });
};
