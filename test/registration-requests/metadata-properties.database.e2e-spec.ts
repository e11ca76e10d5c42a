import fc from 'fast-check';
import { METADATA_ROWS } from '../../src/core/metadata/metadata-table';
import { createTestApp } from '../support/test-app';
import { databaseKind } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';
import { BAD_URIS } from './metadata-facts/uris';

type Json = Readonly<Record<string, unknown>>;

const ROWS = METADATA_ROWS;
const ISSUED = new Set<string>(ROWS.filter(({ issued }) => issued).map(({ name }) => name));
/** What a dry run or a sector identifier would have to fetch is not for these tests. */
const FETCHED = new Set(['sector_identifier_uri', 'software_statement']);

const URIS = ['https://a.example/cb', 'https://b.example', 'http://127.0.0.1/cb', 'com.example.app:/cb', ...BAD_URIS];

/** Values that are right now and then, so that registrations come through as well as refusals. */
const likely = ROWS.filter(({ name }) => !FETCHED.has(name)).map(({ name, is }) => {
  const one = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(is.supported ?? URIS), 'openid') },
    { weight: 2, arbitrary: fc.boolean() },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
  const list = fc.array(fc.constantFrom(...(is.supported ?? URIS.slice(0, 4))), { maxLength: 3 });
  return [name, is.schema['type'] === 'array' ? fc.oneof({ weight: 9, arbitrary: list }, one) : one] as const;
});

const SOUND = { redirect_uris: ['https://a.example/cb'], grant_types: ['authorization_code'] };
const anyMetadata = fc.record(Object.fromEntries(likely), { requiredKeys: [] });
const fewMembers = fc
  .subarray([...likely], { minLength: 1, maxLength: 4 })
  .chain((members) => fc.record(Object.fromEntries(members)))
  .map((members) => ({ ...SOUND, ...members }));
const malformedKeys = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('__proto__', 'client_name#', 'client_name#fr', '#')),
  fc.jsonValue(),
);

/** The rules are the same on both databases, which may store texts differently. */
const RUNS = databaseKind === 'sqlite' ? 300 : 100;

describe('anything at all as a registration', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ GRANT_TYPES: 'client_credentials authorization_code refresh_token implicit' });
  });

  const isAnswered = ({ status, json, text }: Answer): void => {
    expect([201, 400]).toContain(status);
    if (status === 201) return;
    expect(json['error']).toMatch(/^invalid_(client_metadata|redirect_uri|software_statement)$/);
    expect(json['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(text.length).toBeLessThan(100_000);
  };

  const withoutIssued = (json: Json): Json =>
    Object.fromEntries(Object.entries(json).filter(([name]) => !ISSUED.has(name)));

  it('is 201 or an OAuth-shaped 400, never 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), anyMetadata, malformedKeys), async (body) => {
        isAnswered(await server.postRegister(JSON.stringify(body)));
      }),
      { numRuns: RUNS },
    );
  });

  it('is echoed as it was taken, and taken again as it was echoed', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fewMembers,
          malformedKeys.map((members) => ({ ...members, ...SOUND })),
        ),
        async (body) => {
          const first = await server.postRegister(body);
          isAnswered(first);
          if (first.status !== 201) return;
          taken += 1;
          const returned = withoutIssued(first.json);
          const second = await server.postRegister(returned);
          expect(second.status).toBe(201);
          expect(withoutIssued(second.json)).toEqual(returned);
        },
      ),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(RUNS / 15);
  });
});
