import { authorizationUrl } from './authorizing';
import type { Shown, TestBrowser } from './browser';
import type { RegisteredClient } from './test-server';

type Parameters_ = Readonly<Record<string, string | undefined>>;

/**
 * Authorizes a client in a browser: opens the page, allows, and signs in where that is asked for. The page comes again if
 * somebody else than the hinted person signed in. Gives what is shown last.
 */
export const authorize = async (
  browser: TestBrowser,
  { client_id }: RegisteredClient,
  parameters: Parameters_ = {},
): Promise<Shown> => {
  const shown = await browser.submit(await browser.open(authorizationUrl(client_id, parameters)), {
    decision: 'allow',
  });
  return asksAgain(shown) ? browser.submit(shown, { decision: 'allow' }) : shown;
};

const asksAgain = ({ text }: Shown): boolean => text.includes('value="allow"');

/** The code that the last redirect leads to the client with; `undefined` if there is none. */
export const codeOf = ({ location }: Shown): string | undefined => location?.searchParams.get('code') ?? undefined;
