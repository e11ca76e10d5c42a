import { METADATA_ROWS } from '../../src/core/metadata/metadata-table';
import { Authority, tlsFiles } from '../support/certificates';
import { GENEROUS } from '../support/generous';
import { check, factsOf, type MemberFacts } from '../support/metadata-facts';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { ALGORITHM_FACTS, CHOICE_FACTS } from './metadata-facts/algorithms';
import { BASIC_FACTS, EXTENSION_FACTS, FLAG_FACTS, OWN_FACTS } from './metadata-facts/basics';
import { keyFacts } from './metadata-facts/keys';
import { URI_FACTS } from './metadata-facts/uris';

/** Without certificates of clients the methods that need them are not offered. */
const SEES_CERTIFICATES = { TRUST_PROXY: '192.0.2.1', TLS_CLIENT_CERT_HEADER: 'Client-Cert' };

const GROUPS: readonly (readonly [title: string, facts: () => Promise<MemberFacts[]> | MemberFacts[]])[] = [
  ['grants, responses, texts', () => BASIC_FACTS],
  ['members of the server itself', () => OWN_FACTS],
  ['flags', () => FLAG_FACTS],
  ['URIs', () => URI_FACTS],
  ['algorithms', () => ALGORITHM_FACTS],
  ['lists to choose from', () => CHOICE_FACTS],
  ['extensions', () => EXTENSION_FACTS],
  ['empty texts, which are not sent', () => emptyFacts()],
  ['keys and authentication', keyFacts],
];

/** What has no value is sent as an empty text by forms and typed clients: it is not sent (decided for texts and objects). */
const emptyFacts = (): MemberFacts[] =>
  METADATA_ROWS.filter(({ is, issued }) => !issued && ['string', 'object'].includes(String(is.schema['type']))).map(
    ({ name }) => factsOf(name).ignores(''),
  );

describe('the facts about client metadata', () => {
  let server: TestServer;

  beforeAll(async () => {
    const { TLS_CLIENT_CA } = (await tlsFiles(await Authority.create())).variables;
    server = await createTestApp({ ...GENEROUS, ...SEES_CERTIFICATES, TLS_CLIENT_CA });
  });

  afterAll(() => server.close());

  it.each(GROUPS)('%s', async (_title, membersOf) => {
    const members = await membersOf();
    expect(
      await check(
        server,
        members.flatMap(({ facts }) => facts),
      ),
    ).toEqual([]);
  });

  it('cover every member, which has a description and a source, and are more than 1000', async () => {
    const members: MemberFacts[] = [];
    for (const [, membersOf] of GROUPS) members.push(...(await membersOf()));
    const described = new Set(members.flatMap(({ facts }) => facts).map(({ member }) => member));
    const undocumented = METADATA_ROWS.filter(
      ({ name, about, from }) => !described.has(name) || !/^[A-Z].*\.$/.test(about) || !/^[A-Z]/.test(from),
    );
    expect(undocumented.map(({ name }) => name)).toEqual([]);
    expect(members.flatMap(({ facts }) => facts).length).toBeGreaterThan(1000);
  });
});
