import { html, type Html, type HtmlValue } from '../html';
import { code, isolated, type PageTexts } from '../page-texts';
import { readableText } from '../readable-text';
import type { RedirectView } from '../redirect-view';
import type { TextName } from '../texts/languages';

/** Who asks. Everything but `provenance` and the dates is the client's own word. */
export interface ConsentClient {
  readonly client_id: string;
  readonly name?: string;
  /** Where the description of the client comes from. Only `operator` and `statement` are verified. */
  readonly provenance: 'registered' | 'document' | 'operator' | 'statement';
  /** The host of a `client_id` that is the address of a document. */
  readonly documentHost?: string;
  readonly registeredAt?: Date;
  /** Whether it has been known here for so short a time that the page warns. */
  readonly isNew: boolean;
  /** Whether nothing that the user allowed it holds now. */
  readonly hasNoAccess?: boolean;
  readonly client_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
}

interface Asked {
  readonly client: ConsentClient;
  readonly redirect: RedirectView;
  readonly at: Date;
}

/** Who asks: the place where the answer goes first, because it is the one thing that was verified. */
export const clientSection = (texts: PageTexts, { client, redirect, at }: Asked): Html =>
  html`<section class="first" aria-labelledby="client">
    <h2 id="client">${texts.text('consent.asks')}</h2>
    ${placeOf(texts, redirect)}
    <p>${nameOf(texts, client)}</p>
    <p class="small">
      ${provenanceOf(texts, client, at)}${client.hasNoAccess === true && html` ${texts.text('consent.no_access')}`}
    </p>
    ${linksOf(texts, client)}
    ${warningsOf(texts, client, redirect).map((warning) => html`<p class="notice">${warning}</p>`)}
  </section>`;

const placeOf = (texts: PageTexts, { kind, host, unicodeHost, port }: RedirectView): Html => {
  const address = port === undefined ? code(host) : texts.text('consent.port', { host: code(host), port: code(port) });
  switch (kind) {
    case 'loopback':
      return html`<p>
        <strong class="host">${texts.text('consent.loopback')}</strong><span class="small">${address}</span>
      </p>`;
    case 'private-use':
      return html`<p>
        <strong class="host">${texts.text('consent.private_use')}</strong><span class="small">${address}</span>
      </p>`;
    case 'https':
      return html`<p>
        <strong class="host"><bdi dir="ltr">${unicodeHost ?? host}</bdi></strong
        >${
          unicodeHost !== undefined &&
          html`<span class="small">${texts.text('consent.ascii_host', { host: code(host) })}</span><br />`
        }${port !== undefined && html`<span class="small">${address}</span>`}
      </p>`;
  }
};

const nameOf = (texts: PageTexts, { name, provenance }: ConsentClient): Html => {
  const readable = readableText(name ?? '');
  if (readable === '') return texts.text('consent.no_name');
  const isVerified = provenance === 'operator' || provenance === 'statement';
  return texts.text(isVerified ? 'consent.verified_name' : 'consent.claimed_name', { name: isolated(readable) });
};

const provenanceOf = (texts: PageTexts, client: ConsentClient, at: Date): Html => {
  switch (client.provenance) {
    case 'operator':
      return texts.text('consent.from_operator');
    case 'statement':
      return texts.text('consent.from_statement');
    case 'document':
      return texts.text('consent.from_document', { host: code(client.documentHost ?? '') });
    case 'registered':
      return client.registeredAt
        ? texts.text('consent.registered', { when: texts.ago(client.registeredAt, at) })
        : html``;
  }
};

const warningsOf = (texts: PageTexts, client: ConsentClient, redirect: RedirectView): readonly Html[] => {
  const { documentHost } = client;
  return [
    ...(redirect.kind === 'loopback' ? [texts.text('warning.loopback')] : []),
    ...(redirect.kind === 'private-use' ? [texts.text('warning.private_use')] : []),
    ...(redirect.kind === 'https' && documentHost !== undefined && documentHost !== redirect.host
      ? [texts.text('warning.other_host', { document: code(documentHost), host: code(redirect.host) })]
      : []),
    ...(client.isNew ? [texts.text('warning.new')] : []),
  ];
};

const LINKS = [
  ['client_uri', 'consent.client_uri'],
  ['policy_uri', 'consent.policy_uri'],
  ['tos_uri', 'consent.tos_uri'],
] as const satisfies readonly (readonly [keyof ConsentClient, TextName])[];

const linksOf = (texts: PageTexts, client: ConsentClient): HtmlValue => {
  const links = LINKS.flatMap(([member, name]) => {
    const address = client[member];
    return address === undefined || !isHttps(address)
      ? []
      : [html`<li>${texts.text(name, { address: linkTo(address) })}</li>`];
  });
  return (
    links.length > 0 &&
    html`<details class="small">
      <summary>${texts.text('consent.links')}</summary>
      <ul>
        ${links}
      </ul>
    </details>`
  );
};

const isHttps = (address: string): boolean => URL.canParse(address) && new URL(address).protocol === 'https:';

/** A link whose whole address is its text, so that the host is visible before anybody follows it. */
const linkTo = (address: string): Html => {
  const { href } = new URL(address);
  return html`<a href="${href}" target="_blank" rel="noopener noreferrer nofollow" dir="ltr">${href}</a>`;
};
