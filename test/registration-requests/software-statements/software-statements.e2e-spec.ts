import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { aClient, aWebClient } from '../../support/a-client';
import { ALL_BUT_DATE } from '../../support/all-but-date';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../../support/https-server';
import { aSigner, currentClaims, inMinutes, type Signer } from '../../support/software-authority';
import { createTestApp } from '../../support/test-app';
import type { Answer, TestServer } from '../../support/test-server';

const DIRECTORY = 'https://directory.example';
const REGULATOR = 'https://regulator.example';
const ISSUER = 'http://localhost:3000';

describe('software statements', () => {
  let server: TestServer;
  let others: HttpsServer;
  let directory: Signer;
  let regulator: Signer;
  let folder: string;

  beforeAll(async () => {
    [directory, regulator] = await Promise.all([aSigner(), aSigner('PS256')]);
    others = await startHttpsServer({ '/keys': { keys: [directory.publicJwk] } });
    folder = await mkdtemp(join(tmpdir(), 'clientele-keys-'));
    await writeFile(join(folder, 'regulator.json'), JSON.stringify({ keys: [regulator.publicJwk] }));
    const variables = {
      ...fetchVariables(others),
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
        [DIRECTORY]: { jwks_uri: `${others.url}/keys`, denied_software: ['malware'], single_use: true },
        [REGULATOR]: {
          jwks_file: join(folder, 'regulator.json'),
          audiences: ['https://bank.example'],
          scopes: ['openid', 'email'],
          single_instance: true,
          single_use: true,
        },
      }),
    };
    server = await createTestApp(variables);
  });

  afterAll(async () => {
    await server.close();
    await Promise.all([others.close(), rm(folder, { recursive: true })]);
  });

  const byDirectory = (own: JWTPayload = {}): Promise<string> =>
    directory.sign(currentClaims({ iss: DIRECTORY, software_id: 'app', ...own }));
  const byRegulator = (own: JWTPayload = {}): Promise<string> =>
    regulator.sign(currentClaims({ iss: REGULATOR, aud: 'https://bank.example', ...own }));
  const register = (software_statement: unknown, own: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    server.postRegister(aWebClient({ software_statement, ...own }));
  const expectInvalid = ({ status, json }: Answer, description = /^software_statement must/): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'invalid_software_statement' });
    expect(json['error_description']).toMatch(description);
  };
  const expectUnapproved = ({ status, json }: Answer): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'unapproved_software_statement' });
  };

  describe('what is no genuine statement', () => {
    it.each([['text'], ['a.b.c'], ['e30.e30.'], ['..'], [1], [true], [{}], [['a.b.c']]])('%p', async (statement) => {
      expectInvalid(await register(statement));
    });

    it('a bad signature', async () => {
      const [head, , signature] = (await byDirectory()).split('.');
      const [, claims] = (await byDirectory({ software_id: 'other' })).split('.');
      expectInvalid(await register([head, claims, signature].join('.')));
    });

    it('signed by another key under the same kid', async () => {
      const other = await aSigner();
      expectInvalid(await register(await other.sign(currentClaims({ iss: DIRECTORY }), { kid: directory.kid })));
    });

    it('no algorithm at all', async () => {
      const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
      const claims = encode(currentClaims({ iss: DIRECTORY }));
      for (const alg of ['none', 'None', 'NONE', ''])
        expectInvalid(await register(`${encode({ alg, kid: directory.kid })}.${claims}.`));
    });

    it('the public key as the secret of a symmetric algorithm', async () => {
      const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
      const signed = `${encode({ alg: 'HS256' })}.${encode(currentClaims({ iss: DIRECTORY }))}`;
      const signature = createHmac('sha256', JSON.stringify(directory.publicJwk)).update(signed).digest('base64url');
      expectInvalid(await register(`${signed}.${signature}`));
    });

    it('keys that the statement brings along', async () => {
      const attacker = await aSigner();
      others.serve('/attacker', { keys: [attacker.publicJwk] });
      const before = others.requests.filter((path) => path === '/attacker').length;
      const headers = [
        { jwk: attacker.publicJwk },
        { jku: `${others.url}/attacker` },
        { x5u: `${others.url}/attacker` },
        { jwk: attacker.publicJwk, kid: directory.kid },
      ];
      for (const header of headers)
        expectInvalid(await register(await attacker.sign(currentClaims({ iss: DIRECTORY }), header)));
      const claims = currentClaims({ iss: DIRECTORY, jwks: { keys: [attacker.publicJwk] }, jwks_uri: headers[1]?.jku });
      expectInvalid(await register(await attacker.sign(claims)));
      expect(others.requests.filter((path) => path === '/attacker')).toHaveLength(before);
    });

    it('a statement within a statement', async () => {
      expectInvalid(
        await register(await byDirectory({ software_statement: await byDirectory() })),
        /another statement/,
      );
    });
  });

  it('a statement without iss', async () => {
    expectInvalid(await register(await directory.sign(currentClaims())), /must have the claim iss/);
    expectInvalid(await register(await directory.sign(currentClaims({ iss: '' }))), /must have the claim iss/);
  });

  it('a statement that has expired, or is not valid yet', async () => {
    expectInvalid(await register(await byDirectory({ exp: inMinutes(-1) })));
    expectInvalid(await register(await byDirectory({ nbf: inMinutes(2) })));
  });

  it('a statement for another audience', async () => {
    expectInvalid(await register(await byDirectory({ aud: 'https://bank.example' })));
    expectInvalid(await register(await byRegulator({ aud: ISSUER })));
    expectInvalid(await register(await regulator.sign(currentClaims({ iss: REGULATOR }))));
    expect((await register(await byDirectory({ aud: [ISSUER, 'https://bank.example'] }))).status).toBe(201);
  });

  it('an unknown issuer, denied software', async () => {
    const stranger = await aSigner();
    expectUnapproved(await register(await stranger.sign(currentClaims({ iss: 'https://stranger.example' }))));
    expectUnapproved(await register(await stranger.sign(currentClaims({ iss: `${DIRECTORY}/` }))));
    expectUnapproved(await register(await byDirectory({ software_id: 'malware' })));
  });

  it('an issuer cannot sign for another', async () => {
    expectInvalid(await register(await regulator.sign(currentClaims({ iss: DIRECTORY }))));
  });

  describe('what was signed wins', () => {
    it('and is echoed as a member of its own; what was not signed stays', async () => {
      const statement = await byDirectory({
        client_name: 'Signed',
        redirect_uris: ['https://signed.example/callback'],
        'client_name#fr': 'Signe',
      });
      const { status, json } = await register(statement, {
        client_name: 'Plain',
        'client_name#fr': 'Clair',
        'client_name#de': 'Klar',
        redirect_uris: ['https://plain.example/callback'],
        client_uri: 'https://app.example',
      });
      expect(status).toBe(201);
      expect(json).toMatchObject({
        client_name: 'Signed',
        'client_name#fr': 'Signe',
        redirect_uris: ['https://signed.example/callback'],
        software_id: 'app',
        client_uri: 'https://app.example',
      });
      expect(json).not.toHaveProperty(['client_name#de']);
    });

    it('redirect URIs are not widened', async () => {
      const signed = ['https://signed.example/callback'];
      const { json } = await register(await byDirectory({ redirect_uris: signed }), {
        redirect_uris: [...signed, 'https://attacker.example/callback'],
      });
      expect(json['redirect_uris']).toEqual(signed);
      const listed = await register(await byDirectory({ software_redirect_uris: signed }), {
        redirect_uris: [...signed, 'https://attacker.example/callback'],
      });
      expect(listed.json).toMatchObject({
        error: 'invalid_redirect_uri',
        error_description: expect.stringMatching(/^redirect_uris\[1\]/),
      });
      const within = await register(await byDirectory({ software_redirect_uris: signed }), { redirect_uris: signed });
      expect(within.status).toBe(201);
    });

    it('a claim that is null says nothing', async () => {
      const { json } = await register(await byDirectory({ client_name: null }), { client_name: 'Plain' });
      expect(json['client_name']).toBe('Plain');
    });
  });

  it('the statement comes back byte for byte', async () => {
    const statement = await byDirectory();
    const { json } = await register(statement);
    expect(json['software_statement']).toBe(statement);
  });

  it('what was signed is validated like the rest', async () => {
    const http = await register(await byDirectory({ redirect_uris: ['http://app.example/callback'] }));
    expect(http.json['error']).toBe('invalid_redirect_uri');
    const method = await register(await byDirectory({ token_endpoint_auth_method: 'magic' }));
    expect(method.json['error']).toBe('invalid_client_metadata');
  });

  it('claims about the JWT, and members of the server, are not stored', async () => {
    const owned = { client_id: 'mine', client_secret: 'mine', registration_client_uri: 'https://app.example' };
    const statement = await byDirectory({
      sub: 'me',
      nbf: inMinutes(-1),
      unknown_claim: 1,
      ...owned,
      client_id_issued_at: 1,
    });
    const { json } = await register(statement);
    for (const claim of ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'unknown_claim'])
      expect(json).not.toHaveProperty(claim);
    expect(json['client_id']).not.toBe('mine');
    expect(json['client_secret']).not.toBe('mine');
    expect(json['client_id_issued_at']).not.toBe(1);
  });

  it.each<[string, unknown]>([
    ...[5, 0, null, true, ['id'], { id: 1 }].map((jti): [string, unknown] => ['jti', jti]),
    ...[5, ['app']].map((sub): [string, unknown] => ['sub', sub]),
    ...['tomorrow', null, [1]].flatMap((time): [string, unknown][] => [
      ['exp', time],
      ['nbf', time],
      ['iat', time],
    ]),
    ['aud', [5]],
  ])('is refused where %s is %j', async (claim, value) => {
    expectInvalid(await register(await byDirectory({ [claim]: value })));
  });

  describe('the scopes of an issuer', () => {
    it('are all that a client is given', async () => {
      const { json } = await server.postRegister(
        aClient({ scope: 'openid profile email', software_statement: await byRegulator() }),
      );
      expect(json['scope']).toBe('openid email');
    });

    it('leave nothing of a request for others', async () => {
      const { json } = await server.postRegister(
        aClient({ scope: 'profile', software_statement: await byRegulator() }),
      );
      expect(json).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringMatching(/^scope/),
      });
    });

    it('never give register', async () => {
      const { json } = await register(await byDirectory({ scope: 'register openid' }));
      expect(json['scope']).toBe('openid');
    });
  });

  it('the keys of an issuer stay known while it is down, and it is asked for others twice a minute at most', async () => {
    const next = await aSigner();
    const app = await createTestApp({
      ...fetchVariables(others),
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ [DIRECTORY]: { jwks_uri: `${others.url}/rotating` } }),
    });
    const asked = (): number => others.requests.filter((path) => path === '/rotating').length;
    const post = async (...signers: Signer[]): Promise<number[]> => {
      const statuses: number[] = [];
      for (const signer of signers) {
        const software_statement = await signer.sign(currentClaims({ iss: DIRECTORY }));
        statuses.push((await app.postRegister(aWebClient({ software_statement }))).status);
      }
      return statuses;
    };
    const start = Date.now();
    const after = (seconds: number): void => {
      jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: start + seconds * 1000 });
    };
    try {
      expect(await post(directory, directory)).toEqual([503, 503]);
      expect(asked()).toBe(1);
      after(31);
      others.serve('/rotating', { keys: [directory.publicJwk] });
      expect(await post(directory, directory, next, directory)).toEqual([201, 201, 400, 201]);
      expect(asked()).toBe(2);
      after(62);
      others.serve('/rotating', (_request, response) => response.writeHead(500).end());
      expect(await post(next, directory, next, await aSigner(), directory)).toEqual([503, 201, 503, 503, 201]);
      expect(asked()).toBe(3);
      after(93);
      others.serve('/rotating', { keys: [directory.publicJwk, next.publicJwk] });
      expect(await post(next, await aSigner(), directory)).toEqual([201, 400, 201]);
      expect(asked()).toBe(4);
    } finally {
      jest.useRealTimers();
      await app.close();
    }
  });

  it('one without a kid is tried with few keys of its issuer', async () => {
    const several = await Promise.all(Array.from({ length: 4 }, () => aSigner()));
    const keys = several.map(({ publicJwk }) => ({ ...publicJwk, kid: undefined }));
    const nameless = { kid: undefined } as unknown as { kid: string };
    const app = async (count: number): Promise<TestServer> => {
      others.serve(`/unnamed/${count}`, { keys: keys.slice(0, count) });
      return createTestApp({
        ...fetchVariables(others),
        SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ [DIRECTORY]: { jwks_uri: `${others.url}/unnamed/${count}` } }),
      });
    };
    const post = async (to: TestServer, signer: Signer | undefined): Promise<Answer> =>
      to.postRegister(
        aWebClient({ software_statement: await signer?.sign(currentClaims({ iss: DIRECTORY }), nameless) }),
      );
    const [few, many] = [await app(3), await app(4)];
    expect((await post(few, several[2])).status).toBe(201);
    expectInvalid(await post(few, several[3]));
    expectInvalid(await post(many, several[3]), /must name its key by kid where more than 3 keys fit/);
    await Promise.all([few.close(), many.close()]);
  });

  it('where they are not supported they are ignored', async () => {
    const app = await createTestApp();
    for (const software_statement of ['no JWT at all', 1, await byDirectory({ client_name: 'Signed' })]) {
      const { status, json } = await app.postRegister(aWebClient({ software_statement, client_name: 'Plain' }));
      expect(status).toBe(201);
      expect(json['client_name']).toBe('Plain');
      expect(json).not.toHaveProperty('software_statement');
    }
    await app.close();
  });

  it('are sent by everybody where they are required', async () => {
    const one = { [DIRECTORY]: { jwks_uri: `${others.url}/keys` } };
    const two = { ...one, [REGULATOR]: { jwks_file: join(folder, 'regulator.json'), required: true } };
    const all = await createTestApp({
      ...fetchVariables(others),
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify(one),
      REQUIRE_SOFTWARE_STATEMENT: 'true',
    });
    expectInvalid(await all.postRegister(aClient()), /^software_statement must be sent/);
    expectInvalid(await all.postRegister(aClient({ software_statement: null })), /must be sent/);
    expect((await all.postRegister(aClient({ software_statement: await byDirectory() }))).status).toBe(201);
    const some = await createTestApp({ ...fetchVariables(others), SOFTWARE_STATEMENT_ISSUERS: JSON.stringify(two) });
    expectInvalid(await some.postRegister(aClient()), /^software_statement must be sent/);
    expectUnapproved(await some.postRegister(aClient({ software_statement: await byDirectory() })));
    const statement = await regulator.sign(currentClaims({ iss: REGULATOR }));
    expect((await some.postRegister(aClient({ software_statement: statement }))).status).toBe(201);
    await Promise.all([all.close(), some.close()]);
  });
});
