import type { Shot, Traffic } from '../load/shot';

const FROM_OWN_PAGE = {
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
  origin: 'null',
};

/** The page, the decision, and the redemption of the code. */
export const REQUESTS_OF_AUTHORIZATION = 3;

export interface Browsers {
  /** The cookies of the sessions: each authorizes once. */
  readonly sessions: readonly string[];
  /** After these, none begins to authorize. */
  readonly seconds: number;
  readonly redeeming: (code: string) => Shot;
}

/**
 * The requests of browsers, one for each session, of which each authorizes a client on the page, and of the client that
 * redeems the code. Steps that are due come before new authorizations.
 */
export const inBrowsers = (
  request: Readonly<Record<string, string>>,
  { sessions, seconds, redeeming }: Browsers,
): Traffic => {
  const end = performance.now() + seconds * 1000;
  const path = `/authorize?${new URLSearchParams(request).toString()}`;
  const waiting = [...sessions];
  const due: Shot[] = [];
  const asking = (session: string): Shot => ({
    method: 'GET',
    path,
    headers: { cookie: `session=${session}` },
    expected: 200,
    then: (page, headers) => due.push(deciding(page, `session=${session}; ${cookiesIn(headers['set-cookie'])}`)),
  });
  const deciding = (page: string, cookie: string): Shot => ({
    method: 'POST',
    path: '/sign-in/decision',
    headers: { ...FROM_OWN_PAGE, cookie },
    body: new URLSearchParams([
      ['transaction', memberOf(page, 'transaction')],
      ['csrf', memberOf(page, 'csrf')],
      ['decision', 'allow'],
      ['scope', 'tools:read'],
    ]).toString(),
    expected: 200, // the page that hands the code over to a program of the same machine
    then: (handOver) => due.push(redeeming(codeIn(handOver))),
  });
  return () => {
    const next = due.shift();
    if (next) return next;
    const session = performance.now() < end ? waiting.pop() : undefined;
    return session === undefined ? undefined : asking(session);
  };
};

/** The cookies that a response sets, as a browser sends them. */
const cookiesIn = (set: string | string[] = []): string =>
  [set]
    .flat()
    .map((one) => one.replace(/;.*/, ''))
    .join('; ');

const memberOf = (page: string, name: string): string => found(page, new RegExp(`name="${name}" value="([^"]*)"`));

const codeIn = (page: string): string => found(page, /[?&;]code=([\w.-]+)/);

const found = (page: string, pattern: RegExp): string => {
  const [, text] = pattern.exec(page) ?? [];
  if (text === undefined) throw new Error(`${pattern.source} is missing in the page: ${page.slice(0, 2000)}`);
  return text;
};
