import { request as sendRequest } from 'undici';
import type { TestServer } from './test-server';

/** The issuer of the applications of the tests. */
const ISSUER = 'http://localhost:3000';
const MOST_REDIRECTS = 20;

/** What a browser shows: the page, or the address outside to which the last redirect leads. */
export interface Shown {
  readonly status: number;
  readonly address: string;
  readonly headers: Headers;
  readonly text: string;
  /** Where the page leads outside of this server: by a redirect, or by the link of a page that goes on by itself. */
  readonly location: URL | undefined;
  /** Which requests were sent until it, the oldest first. */
  readonly visited: readonly string[];
}

/** What a form of a page sends: its hidden members, and those that are chosen. */
export type FormChoices = Readonly<Record<string, string | readonly string[]>>;

/** `undefined` leaves a header out. */
type Headers_ = Readonly<Record<string, string | undefined>>;

/**
 * A browser without scripts: keeps cookies by host, follows redirects within this server and to other servers of this
 * machine, and sends the forms of pages. Addresses of the issuer are reached at the servers in turn, as behind a balancer.
 */
export class TestBrowser {
  /** host, name, value. */
  readonly cookies = new Map<string, Map<string, string>>();
  private turn = 0;

  constructor(
    private readonly servers: readonly Pick<TestServer, 'at'>[],
    private readonly headers: Headers_ = {},
  ) {}

  /** Opens an address, or a path of the server, as a user who clicks a link elsewhere. */
  open(address: string, headers: Headers_ = {}): Promise<Shown> {
    const navigation = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1' };
    return this.follow('GET', address, { ...navigation, ...headers });
  }

  /** Opens an address and shows what it responds itself: no redirect is followed. */
  openOnly(address: string, headers: Headers_ = {}): Promise<Shown> {
    return this.request('GET', addressOf(address), headers);
  }

  /** Sends the form of a page, as a user who chooses these members and presses a button. Boxes that are ticked stay so. */
  submit(page: Shown, choices: FormChoices, headers: Headers_ = {}): Promise<Shown> {
    const { action, body } = filled(page, choices);
    return this.post(action, body, headers);
  }

  /** Sends the form of a page and shows what it responds itself: no redirect is followed. */
  submitOnly(page: Shown, choices: FormChoices): Promise<Shown> {
    const { action, body } = filled(page, choices);
    return this.request('POST', action, FROM_OWN_PAGE, body.toString());
  }

  /** Sends a form from a page of the server. Under `Referrer-Policy: no-referrer`, browsers send `Origin: null` with it. */
  post(address: string, form: URLSearchParams, headers: Headers_ = {}): Promise<Shown> {
    return this.follow('POST', addressOf(address), { ...FROM_OWN_PAGE, ...headers }, form.toString());
  }

  /** The names of the cookies of the server. */
  get cookieNames(): readonly string[] {
    return [...(this.cookies.get(new URL(ISSUER).hostname) ?? new Map<string, string>()).keys()];
  }

  private async follow(method: string, address: string, headers: Headers_, body?: string): Promise<Shown> {
    let shown = await this.request(method, addressOf(address), headers, body);
    const visited = [shown.address];
    for (let count = 0; count < MOST_REDIRECTS && shown.location && isFollowed(shown); count += 1) {
      shown = await this.request('GET', shown.location.href, {});
      visited.push(shown.address);
    }
    return { ...shown, visited };
  }

  private async request(method: string, address: string, headers: Headers_, body?: string): Promise<Shown> {
    const { hostname } = new URL(address);
    const cookie = [...(this.cookies.get(hostname) ?? [])].map((pair) => pair.join('=')).join('; ');
    const sent = { Accept: 'text/html', ...this.headers, ...headers, ...(cookie !== '' && { Cookie: cookie }) };
    // Not by fetch, which sends Sec-Fetch-Mode of its own.
    const response = await sendRequest(this.reachable(address), {
      method: method,
      headers: sent,
      ...(body !== undefined && { body }),
    });
    const received = new Headers(
      Object.entries(response.headers).flatMap(([name, values = '']) =>
        [values].flat().map((value): [string, string] => [name, value]),
      ),
    );
    this.keep(hostname, received);
    const text = await response.body.text();
    const next = received.get('location') ?? /http-equiv="refresh" content="0; url=([^"]*)"/.exec(text)?.[1];
    const location = next === undefined ? undefined : new URL(unescaped(next), address);
    return { status: response.statusCode, address, headers: received, text, location, visited: [address] };
  }

  private reachable(address: string): string {
    if (!address.startsWith(`${ISSUER}/`)) return address;
    const server = this.servers[this.turn % this.servers.length];
    this.turn += 1;
    if (!server) throw new Error('a browser needs a server');
    return server.at(address);
  }

  private keep(hostname: string, headers: Headers): void {
    const kept = this.cookies.get(hostname) ?? new Map<string, string>();
    for (const set of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0\b/i.test(set) || /expires=thu, 01 jan 1970/i.test(set)) kept.delete(name);
      else kept.set(name, value);
    }
    this.cookies.set(hostname, kept);
  }
}

const addressOf = (address: string): string => (address.startsWith('/') ? ISSUER + address : address);

const FROM_OWN_PAGE = {
  Origin: 'null',
  'Sec-Fetch-Site': 'same-origin',
  'Sec-Fetch-Mode': 'navigate',
  'Content-Type': 'application/x-www-form-urlencoded',
};

/** The form of a page, filled in. */
const filled = (page: Shown, choices: FormChoices): { action: string; body: URLSearchParams } => {
  const { action, members } = formOf(page);
  const all = new Map<string, readonly string[]>(members);
  for (const [name, value] of Object.entries(choices)) all.set(name, [value].flat());
  const pairs = [...all].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  return { action, body: new URLSearchParams(pairs) };
};

/** A response to an application is not followed: nothing listens there. It has the `iss` of the server. */
const isFollowed = ({ location, status }: Shown): boolean =>
  status >= 300 &&
  (location?.origin === ISSUER || location?.hostname === '127.0.0.1') &&
  location.searchParams.get('iss') !== ISSUER;

/** The first form of a page that posts: its address, and the members that it sends without a choice. */
const formOf = ({ text, address }: Shown): { action: string; members: readonly (readonly [string, string[]])[] } => {
  const [, attributes = '', content = ''] = /<form ([^>]*)>(.*?)<\/form>/s.exec(text) ?? [];
  if (content === '') throw new Error(`no form at ${address}: ${text}`);
  const members = new Map<string, string[]>();
  for (const [, input = ''] of content.matchAll(/<input ([^>]*)>/g)) {
    const isBox = input.includes('type="checkbox"');
    if (/\bdisabled\b/.test(input) || (isBox && !/\bchecked\b/.test(input))) continue;
    const name = attributeIn(input, 'name');
    members.set(name, [...(members.get(name) ?? []), attributeIn(input, 'value')]);
  }
  return { action: new URL(attributeIn(attributes, 'action'), address).href, members: [...members] };
};

const attributeIn = (attributes: string, name: string): string =>
  unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');
