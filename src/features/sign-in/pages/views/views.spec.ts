import { languagesOf } from '../operator/operator-texts';
import { PageTexts } from '../page-texts';
import type { PageAnswer } from '../page-answer';
import { sourceOf } from '../stylesheet';
import { redirectViewOf } from '../redirect-view';
import { LANGUAGES, TEXT_NAMES } from '../texts/languages';
import { applicationsPage } from './applications.page';
import { consentPage, type ConsentView } from './consent.page';
import type { ConsentClient } from './consent-client';
import { type ErrorKind, errorPage } from './error.page';
import { formPostPage } from './form-post.page';
import { handOverPage } from './hand-over.page';
import { signedOutPage, signOutPage } from './sign-out.page';
import { upstreamChoicePage } from './upstream-choice.page';

const textsIn = (tag: string): PageTexts => {
  const { languages, brand } = languagesOf({
    product: 'Example',
    languages: { en: { scopes: { read: 'Read your notes' }, resources: { 'https://api.example': 'Notes' } } },
  });
  const language = languages.get(tag);
  if (!language) throw new Error(`no texts in ${tag}`);
  return new PageTexts(tag, language.texts, language.words, brand);
};
const english = textsIn('en');

const NOW = new Date('2026-11-26T12:00:00Z');
const MARKUP = '"><script>alert(1)</script>';
const CLIENT: ConsentClient = {
  client_id: 'b1b1',
  name: 'Notes',
  provenance: 'registered',
  registeredAt: new Date('2026-11-26T11:58:00Z'),
  isNew: true,
};
const VIEW: { -readonly [Member in keyof ConsentView]: ConsentView[Member] } = {
  action: 'https://login.example/sign-in/decision',
  transaction: 't1',
  csrf: 'c1',
  client: CLIENT,
  redirect: redirectViewOf('https://app.example/callback'),
  resources: [{ identifier: 'https://api.example' }, { identifier: 'https://other.example' }],
  scopes: [
    { name: 'read', isNew: false, isRequired: true },
    { name: 'write', words: 'Change your notes', isNew: true, isRequired: false },
  ],
  account: { label: 'ada@example.com' },
  refresh: { lifetimeSeconds: 7_776_000 },
  at: NOW,
};
const APPLICATIONS = {
  action: 'https://login.example/sign-in/applications',
  signOut: 'https://login.example/sign-in/logout',
  csrf: 'c1',
  account: { label: 'ada@example.com' },
  applications: [
    {
      grant: 'g1',
      client_id: 'b1b1',
      name: 'Notes',
      redirect: redirectViewOf('https://app.example/callback'),
      resources: [{ identifier: 'https://api.example' }],
      scopes: ['read'],
      since: NOW,
      lastUsed: NOW,
      until: NOW,
    },
  ],
  remembers: true,
  done: 'revoked',
  at: NOW,
} as const;

const KINDS = TEXT_NAMES.flatMap((name) => /^error\.(.+)\.heading$/.exec(name)?.[1] ?? []) as ErrorKind[];

/** Every page, so that what holds for all of them is tested of all of them. */
const everyPage = (texts: PageTexts): readonly PageAnswer[] => [
  consentPage(texts, VIEW),
  consentPage(texts, { ...VIEW, redirect: redirectViewOf('http://127.0.0.1:3312/cb'), scopes: [], resources: [] }),
  consentPage(texts, { ...VIEW, redirect: redirectViewOf('com.example.app:/cb') }),
  consentPage(texts, {
    ...VIEW,
    client: {
      client_id: 'https://d.example/c',
      provenance: 'document',
      documentHost: 'd.example',
      isNew: false,
      hasNoAccess: true,
    },
  }),
  consentPage(texts, {
    ...VIEW,
    client: {
      ...CLIENT,
      provenance: 'operator',
      client_uri: 'https://app.example/',
      policy_uri: 'https://app.example/p',
      tos_uri: 'https://app.example/t',
    },
  }),
  consentPage(texts, { ...VIEW, client: { ...CLIENT, provenance: 'statement' } }),
  ...KINDS.map((kind) =>
    errorPage(texts, {
      kind,
      status: 400,
      reference: 'r1',
      host: 'app.example',
      detail: 'resource must be known; send another',
    }),
  ),
  errorPage(texts, {
    kind: 'denied',
    status: 200,
    reference: 'r1',
    host: 'app.example',
    link: 'https://app.example/callback?error=access_denied',
  }),
  handOverPage(texts, { location: 'com.example.app:/cb?code=1&state=2' }),
  formPostPage(texts, { action: 'https://app.example/callback', members: { code: '1', state: MARKUP } }),
  upstreamChoicePage(texts, { ...VIEW, upstreams: [{ id: 'a', label: MARKUP }] }),
  signOutPage(texts, VIEW.account ? { action: VIEW.action, csrf: 'c1', account: VIEW.account } : never()),
  signedOutPage(texts, { everywhere: false }),
  signedOutPage(texts, { everywhere: true, upstream: { label: 'Corporate', location: 'https://idp.example/logout' } }),
  applicationsPage(texts, APPLICATIONS),
  applicationsPage(texts, { ...APPLICATIONS, applications: [], remembers: false }),
];

function never(): never {
  throw new Error('the view has an account');
}

describe.each(Object.keys(LANGUAGES))('every page in %s', (tag) => {
  const pages = everyPage(textsIn(tag));

  it('has its language and the direction of its letters', () => {
    for (const { html } of pages) expect(html).toContain(`<html lang="${tag}" dir="${tag === 'ar' ? 'rtl' : 'ltr'}">`);
  });

  it('fills all places of its texts', () => {
    for (const { html } of pages) expect(html.replace(/<style>[^]*<\/style>/, '')).not.toMatch(/\{[a-z]+\}/);
  });
});

describe('every page', () => {
  const pages = everyPage(english);

  it('cannot be framed, stored, sniffed or named as a referrer, and runs nothing', () => {
    for (const { headers } of pages) {
      expect(headers).toMatchObject({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'DENY',
      });
      const policy = headers['Content-Security-Policy'];
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/form-action|unsafe/);
      expect(headers).not.toHaveProperty('Cross-Origin-Opener-Policy');
    }
  });

  it('has one heading, which has the focus, and no script but that of form_post', () => {
    for (const { html } of pages) {
      expect(html.match(/<h1 tabindex="-1" autofocus>/g)).toHaveLength(1);
      expect(html.replace('<script>document.forms[0].submit()</script>', '')).not.toMatch(
        /<script|\son[a-z]+="|javascript:/,
      );
      expect(html).not.toMatch(/style="/);
    }
  });

  it('has the style sheet and the script that its policy names, to the letter', () => {
    for (const { html, headers } of pages)
      for (const [, content = ''] of html.matchAll(/<(?:style|script)>([^]*?)<\/(?:style|script)>/g))
        expect(headers['Content-Security-Policy']).toContain(sourceOf(content));
  });

  it('gives each control a name', () => {
    for (const { html } of pages)
      for (const [button] of html.matchAll(/<button(?![^>]*hidden)[^>]*>[^]*?<\/button>/g))
        expect(button).toMatch(/>[^<]+/);
  });
});

describe('what a client says of itself', () => {
  const MEMBERS = {
    name: MARKUP,
    client_id: MARKUP,
    client_uri: `https://app.example/${MARKUP}`,
    policy_uri: MARKUP,
    tos_uri: 'javascript:alert(1)',
  };
  const { html } = consentPage(english, {
    ...VIEW,
    client: { ...CLIENT, ...MEMBERS },
    scopes: [{ name: MARKUP, words: MARKUP, isNew: false, isRequired: false }],
    resources: [{ identifier: MARKUP, name: MARKUP }],
    account: { label: MARKUP },
  });

  it('comes out as text, in contents and in attributes', () => {
    expect(html).not.toContain('<script');
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('is a link only if it is https, and the link gives it no power', () => {
    expect([...html.matchAll(/<a /g)]).toHaveLength(1);
    expect(html).toMatch(/<a href="https:\/\/app\.example\/[^"]*" target="_blank" rel="noopener noreferrer nofollow"/);
  });

  it('is in no heading and no title', () => {
    const { html: page } = consentPage(english, { ...VIEW, client: { ...CLIENT, name: 'Zebra' } });
    expect(page).toContain('It calls itself “<bdi>Zebra</bdi>”. Nobody has verified this name.');
    expect(/<title>[^<]*<\/title>/.exec(page)?.[0]).toBe('<title>Allow access – Example</title>');
    for (const [headline] of page.matchAll(/<h[1-6][^]*?<\/h[1-6]>/g)) expect(headline).not.toContain('Zebra');
  });

  it('does not pass for another by letters that are invisible or turn around', () => {
    const { html: page } = consentPage(english, {
      ...VIEW,
      client: { ...CLIENT, name: `Cl\u200baude\u202e evil ${'x'.repeat(200)}` },
    });
    expect(page).toMatch(/“<bdi>Claude evil x{67}…<\/bdi>”/);
  });

  it('never becomes an image', () => {
    expect(html).not.toContain('<img');
  });
});

describe('the consent page', () => {
  const pageWith = (view: Partial<ConsentView>): string => consentPage(english, { ...VIEW, ...view }).html;

  it('shows the host that the answer goes to before everything else', () => {
    const page = pageWith({});
    expect(page.indexOf('app.example')).toBeLessThan(page.indexOf('Notes'));
    expect(page).toMatch(/<strong class="host">\s*<bdi dir="ltr">app\.example<\/bdi>/);
  });

  it('shows a host of other letters beside its ASCII form', () => {
    const page = pageWith({ redirect: redirectViewOf('https://xn--pple-43d.example/cb') });
    expect(page).toContain('аpple.example');
    expect(page).toContain('xn--pple-43d.example');
  });

  it.each([
    ['http://127.0.0.1:3312/cb', ['A program on this computer', '3312', 'Every program on this computer']],
    ['com.example.app:/cb', ['An application on this device', 'com.example.app:', 'Other applications on this device']],
    ['https://app.example:8443/cb', ['app.example', '8443']],
  ])('says what %s is', (redirect_uri, words) => {
    const page = pageWith({ redirect: redirectViewOf(redirect_uri) });
    for (const word of words) expect(page).toContain(word);
  });

  it('names the host of a document, and that the access goes to another one', () => {
    const page = pageWith({
      client: { client_id: 'https://d.example/c', provenance: 'document', documentHost: 'd.example', isNew: false },
    });
    expect(page).toContain('It is described by a document at <bdi class="code" dir="ltr">d.example</bdi>.');
    expect(page).toContain('The document is at <bdi class="code" dir="ltr">d.example</bdi>, but the access goes to');
    expect(pageWith({ client: { ...CLIENT, provenance: 'document', documentHost: 'app.example' } })).not.toContain(
      'but the access goes to',
    );
  });

  it('says that a client is new, and when it was registered', () => {
    expect(pageWith({})).toContain('It registered itself 2 minutes ago.');
    expect(pageWith({})).toContain('This application is new here.');
    expect(pageWith({ client: { ...CLIENT, isNew: false } })).not.toContain('This application is new here.');
  });

  it('shows resources and scopes in the words of the operator, with what is new', () => {
    const page = pageWith({});
    expect(page).toContain('<span class="name"><bdi>Notes</bdi></span>');
    expect(page).toContain('Read your notes');
    expect(page).toContain('Change your notes</bdi><span class="new">new</span>');
  });

  it('lets single scopes be taken off, but not those that are needed', () => {
    const page = pageWith({});
    expect(page).toContain('<input type="checkbox" name="scope" value="write" checked />');
    expect(page).toContain('<input type="checkbox" name="scope" value="read" checked disabled />');
  });

  it('hides no scope, however many there are', () => {
    const scopes = Array.from({ length: 100 }, (_, index) => ({
      name: `scope-${index}`,
      isNew: false,
      isRequired: false,
    }));
    const page = pageWith({ scopes });
    expect(page.match(/<input type="checkbox"/g)).toHaveLength(100);
    expect(/<section aria-labelledby="scopes">[^]*?<\/section>/.exec(page)?.[0]).not.toMatch(/<details|overflow/);
  });

  it('names the account and offers another one, or says that the user signs in next', () => {
    expect(pageWith({})).toMatch(/Signed in as <strong><bdi>ada@example\.com<\/bdi><\/strong>/);
    expect(pageWith({})).toContain('value="other-account"');
    const without = { ...VIEW };
    delete without.account;
    expect(consentPage(english, without).html).not.toContain('other-account');
    expect(consentPage(english, without).html).toContain('You sign in on the next page');
  });

  it('says how long the access lasts', () => {
    expect(pageWith({})).toContain('Until you revoke it, and for 90 days at most.');
    const without = { ...VIEW };
    delete without.refresh;
    expect(consentPage(english, without).html).toContain('Only for a short time.');
  });

  it('offers no button that Enter would press, and deny before allow', () => {
    const buttons = [...pageWith({}).matchAll(/<button[^>]*>/g)].map(([button]) => button);
    expect(buttons[0]).toBe('<button type="submit" formmethod="dialog" hidden>');
    expect(buttons.findIndex((button) => button.includes('"deny"'))).toBeLessThan(
      buttons.findIndex((button) => button.includes('"allow"')),
    );
  });
});

describe('a page that leads on', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    '/relative',
    'https://a.example/\n',
  ])('never leads to %j', (location) => {
    expect(() => handOverPage(english, { location })).toThrow('a page leads only to an address');
    expect(() =>
      errorPage(english, { kind: 'denied', status: 200, reference: 'r', host: 'a.example', link: location }),
    ).toThrow('a page leads only');
  });

  it('goes on by itself and by a link', () => {
    const { html } = handOverPage(english, { location: "com.example.app:/cb?code=a&state='" });
    expect(html).toContain('<meta http-equiv="refresh" content="0; url=com.example.app:/cb?code=a&amp;state=&#39;" />');
    expect(html).toContain('href="com.example.app:/cb?code=a&amp;state=&#39;"');
  });

  it('posts a form by the one script that its policy permits, and by a button', () => {
    const { html, headers } = formPostPage(english, {
      action: 'https://app.example/cb',
      members: { code: '1', state: MARKUP, iss: 'https://login.example' },
    });
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).toContain(
      '<input type="hidden" name="state" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" />',
    );
    expect(html).toContain('<button type="submit"');
    expect(headers['Content-Security-Policy']).toMatch(/script-src 'sha256-[A-Za-z0-9+/]{43}='/);
  });
});
