import assert from 'node:assert/strict';

/** A page that a person sees: where it is, and what it says. */
interface Page {
  readonly address: URL;
  readonly status: number;
  readonly html: string;
}

/** A form of a page, with the values that it begins with. */
interface Form {
  readonly action: URL;
  readonly values: readonly (readonly [name: string, value: string])[];
  /** The names of the fields that are to be filled in. */
  readonly empty: readonly string[];
}

/** An identity provider asks for a name, and some ask whether the server may know it. */
const MOST_PAGES_OF_PROVIDER = 5;

/** What browsers open themselves; other addresses are handed to applications. */
const OF_BROWSER = /^https?:/;

/**
 * A person with a browser without scripts, which keeps cookies and follows redirects. It reaches every address as it is:
 * `test:browser` has the same flows in a real browser.
 */
export class Person {
  /** Cookies by host: browsers do not tell ports apart (RFC 6265 section 8.5). */
  private readonly cookies = new Map<string, Map<string, string>>();

  constructor(readonly name: string) {}

  /** Allows what an application asks for, signs in if that is asked, and gives the address at which the application gets the answer. */
  allow(address: string | URL, redirectUri: string): Promise<URL> {
    return this.decide(address, redirectUri, 'allow');
  }

  /** Does not allow it. */
  deny(address: string | URL, redirectUri: string): Promise<URL> {
    return this.decide(address, redirectUri, 'deny');
  }

  private async decide(address: string | URL, redirectUri: string, decision: string): Promise<URL> {
    let page = await this.open(new URL(address), redirectUri);
    if (page instanceof URL) return page;
    const question = formOf(page);
    assert.match(page.html, /name="decision"/, page.html);
    page = await this.submit(question, { decision }, redirectUri);
    for (let step = 0; step < MOST_PAGES_OF_PROVIDER && !(page instanceof URL); step += 1) {
      const link = linkTo(page, redirectUri);
      if (link) return link;
      const form = formOf(page);
      page = await this.submit(form, Object.fromEntries(form.empty.map((name) => [name, this.name])), redirectUri);
    }
    assert.ok(page instanceof URL);
    return page;
  }

  /** Opens an address, and gives the page at the end of its redirects, or the address of the application. */
  private open(address: URL, redirectUri: string, init: RequestInit = {}): Promise<Page | URL> {
    return this.follow(address, redirectUri, init);
  }

  private submit(
    { action, values }: Form,
    typed: Readonly<Record<string, string>>,
    redirectUri: string,
  ): Promise<Page | URL> {
    const kept = values.filter(([name]) => typed[name] === undefined);
    const body = new URLSearchParams([...kept.map(([name, value]) => [name, value]), ...Object.entries(typed)]);
    return this.follow(action, redirectUri, { method: 'POST', body, headers: { origin: action.origin } });
  }

  private async follow(address: URL, redirectUri: string, init: RequestInit): Promise<Page | URL> {
    for (let next = address, request = init; ; request = {}) {
      if (!OF_BROWSER.test(next.href) || next.href.startsWith(redirectUri)) return next;
      const cookie = [...(this.cookies.get(next.hostname) ?? [])].map((pair) => pair.join('=')).join('; ');
      const headers = { ...request.headers, ...(cookie !== '' && { cookie }) };
      const response = await fetch(next, { ...request, headers, redirect: 'manual' });
      this.keep(next.hostname, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) return { address: next, status: response.status, html: await response.text() };
      next = new URL(location, next);
    }
  }

  private keep(host: string, cookies: readonly string[]): void {
    const kept = this.cookies.get(host) ?? new Map<string, string>();
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) kept.delete(name);
      else kept.set(name, value);
    }
    this.cookies.set(host, kept);
  }
}

/** The only form of a page. */
const formOf = ({ address, html }: Page): Form => {
  const [form = '', start = ''] = /(<form[^>]*>).*?<\/form>/s.exec(html) ?? [];
  assert.notEqual(form, '', html);
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const sent = inputs.filter(
    (input) => !input.includes(' disabled') && (attribute(input, 'type') !== 'checkbox' || input.includes(' checked')),
  );
  return {
    action: new URL(attribute(start, 'action') ?? address.href, address),
    empty: inputs
      .filter((input) => /^(text|password|email)$/.test(attribute(input, 'type') ?? 'text'))
      .map((input) => attribute(input, 'name') ?? ''),
    values: sent.map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? ''] as const),
  };
};

const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? [];
  return value?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
};

/** The address of the application on a page that hands over to it. */
const linkTo = ({ html }: Page, redirectUri: string): URL | undefined => {
  const links = [...html.matchAll(/<a [^>]*>/g)].map(([link]) => attribute(link, 'href') ?? '');
  const link = links.find((one) => one.startsWith(redirectUri));
  return link === undefined ? undefined : new URL(link);
};
