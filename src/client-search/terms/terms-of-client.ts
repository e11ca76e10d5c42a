import type { Client } from '../../clients/client.entity';
import type { TermKind } from './client-term.entity';

/** What terms are made of. */
export type DescribedClient = Pick<Client, 'client_id' | 'status' | 'metadata' | 'policies' | 'registrar' | 'lineage'>;

/** In characters. Longer values are found by their beginning; the client itself decides whether they are equal. */
const MOST_CHARACTERS = 60;

/**
 * A text as it is compared: without regard to case and to the form of its characters (Unicode NFKC). JavaScript has no
 * case folding; upper case before lower case gives the same for what has several small forms.
 */
export const folded = (text: string): string =>
  ASCII.test(text)
    ? text.toLowerCase().trim()
    : text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ').trim();

/** Texts whose form is the same whatever is done about Unicode. */
const ASCII = /^[\x20-\x7e]*$/;

/** A value as a term: no longer than an index can have, and never in the middle of a character. */
export const termOf = (value: string): string =>
  value.length <= MOST_CHARACTERS ? value : [...value.slice(0, 2 * MOST_CHARACTERS)].slice(0, MOST_CHARACTERS).join('');

/** The names of a client in all languages, folded. */
export const namesOf = ({ metadata }: Pick<Client, 'metadata'>): readonly string[] =>
  distinct(
    Object.keys(metadata)
      .filter((member) => member === 'client_name' || member.startsWith('client_name#'))
      .map((member) => (metadata as unknown as Readonly<Record<string, unknown>>)[member])
      .filter((value) => typeof value === 'string')
      .map(folded),
  );

/** The hosts of the redirect URIs; those of native applications may have none. */
export const redirectHostsOf = ({ metadata: { redirect_uris } }: Pick<Client, 'metadata'>): readonly string[] =>
  distinct(redirect_uris.flatMap((uri) => (URL.canParse(uri) ? [new URL(uri).hostname] : [])));

/** The term of all clients that were imported: the identifiers of others begin with the moment of their registration. */
export const IMPORTED = 'imported';

/** The values of a client by the kinds of terms; each value becomes one term. */
const VALUES_OF: Readonly<Record<TermKind, (client: DescribedClient) => readonly string[]>> = {
  name: namesOf,
  status: ({ status }) => [status],
  software_id: ({ metadata: { software_id } }) => (software_id === undefined ? [] : [software_id]),
  redirect_host: redirectHostsOf,
  grant_type: ({ metadata }) => distinct(metadata.grant_types),
  import: ({ lineage }) => (lineage?.import ? [IMPORTED] : []),
  policy: ({ policies }) => distinct((policies ?? []).map(({ name }) => name)),
  registrar: ({ registrar }) => (registrar ? [registrar] : []),
};

/** The terms of a client: kind and term, each once. */
export const termsOf = (client: DescribedClient): readonly (readonly [kind: TermKind, term: string])[] => {
  const terms: (readonly [kind: TermKind, term: string])[] = [];
  for (const kind of KINDS) for (const term of distinct(VALUES_OF[kind](client).map(termOf))) terms.push([kind, term]);
  return terms;
};

const KINDS = Object.keys(VALUES_OF) as TermKind[];

const distinct = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts.filter((text) => text !== '') : [...new Set(texts)].filter((text) => text !== '');
