import type { JWTPayload } from 'jose';
import { aWebClient } from '../support/a-client';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../support/https-server';
import { aSigner, currentClaims, inMinutes, type Signer } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

type Claims = Readonly<Record<string, unknown>>;

const DIRECTORY = 'https://directory.example';
const ISSUER = 'http://localhost:3000';

describe('a registration request that is signed as a whole', () => {
  let server: TestServer;
  let others: HttpsServer;
  let directory: Signer;
  let software: Signer;

  beforeAll(async () => {
    [directory, software] = await Promise.all([aSigner('PS256'), aSigner('PS256')]);
    others = await startHttpsServer({
      '/keys': { keys: [directory.publicJwk] },
      '/software': { keys: [software.publicJwk] },
    });
    server = await createTestApp({
      ...fetchVariables(others),
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({ [DIRECTORY]: { jwks_uri: `${others.url}/keys` } }),
      REQUIRE_SOFTWARE_STATEMENT: 'true',
    });
  });

  afterAll(async () => {
    await server.close();
    await others.close();
  });

  const statement = (own: Claims = {}): Promise<string> =>
    directory.sign(
      currentClaims({
        iss: DIRECTORY,
        software_id: 'app',
        jwks_uri: `${others.url}/software`,
        client_name: 'App',
        ...own,
      }),
    );
  const request = (own: Claims = {}): JWTPayload => currentClaims({ iss: 'app', aud: ISSUER, ...aWebClient(), ...own });
  const send = async (jwt: string, to = server, path = '/register'): Promise<Answer> =>
    to.send(
      'POST',
      path,
      { 'Content-Type': 'application/jwt', Authorization: `Bearer ${await to.registerToken()}` },
      jwt,
    );
  const sent = async (own: Claims = {}, signer = software): Promise<Answer> =>
    send(await signer.sign(request({ software_statement: await statement(), ...own })));
  const expectRefusal = ({ status, json }: Answer, error = 'invalid_client_metadata'): void => {
    expect({ status, error: json['error'] }).toEqual({ status: 400, error });
  };

  describe('by a key of the software statement within', () => {
    it('registers what it claims, and the statement wins', async () => {
      const software_statement = await statement();
      const { status, json } = await sent({
        software_statement,
        client_name: 'Other',
        client_uri: 'https://app.example',
      });
      expect(status).toBe(201);
      expect(json).toMatchObject({
        client_name: 'App',
        client_uri: 'https://app.example',
        redirect_uris: ['https://app.example/callback'],
        software_id: 'app',
        software_statement,
      });
      for (const claim of ['iss', 'aud', 'exp', 'iat', 'jti']) expect(json).not.toHaveProperty(claim);
    });

    it.each(['software_jwks_uri', 'software_jwks_endpoint'])('which %s gives', async (name) => {
      const own = { jwks_uri: undefined, [name]: `${others.url}/software` };
      expect((await sent({ software_statement: await statement(own) })).status).toBe(201);
    });

    it('which jwks gives', async () => {
      const own = { jwks_uri: undefined, jwks: { keys: [software.publicJwk] } };
      const { status, json } = await sent({ software_statement: await statement(own) });
      expect(status).toBe(201);
      expect(json['jwks']).toEqual(own.jwks);
    });

    it('and by no other key, that of the directory included', async () => {
      expectRefusal(await sent({}, await aSigner('PS256')));
      expectRefusal(await sent({}, directory));
    });

    it('not by keys that the request itself names', async () => {
      const attacker = await aSigner('PS256');
      others.serve('/attacker', { keys: [attacker.publicJwk] });
      const own = { jwks: { keys: [attacker.publicJwk] }, jwks_uri: `${others.url}/attacker` };
      expectRefusal(await sent(own, attacker));
      const claims = request({ software_statement: await statement() });
      expectRefusal(await send(await attacker.sign(claims, { jwk: attacker.publicJwk })));
      expect(others.requests).not.toContain('/attacker');
    });

    it('whose address is not public is refused', async () => {
      const software_statement = await statement({ jwks_uri: `https://127.0.0.1:${others.port}/software` });
      const answer = await sent({ software_statement });
      expectRefusal(answer);
      expect(answer.json['error_description']).toMatch(/^jwks_uri could not be fetched; /);
    });

    it('which must be there', async () => {
      expectRefusal(
        await sent({ software_statement: await statement({ jwks_uri: undefined }) }),
        'unapproved_software_statement',
      );
    });

    it('and the statement is judged as ever', async () => {
      expectRefusal(
        await sent({ software_statement: await statement({ exp: inMinutes(-1) }) }),
        'invalid_software_statement',
      );
      expectRefusal(await sent({ redirect_uris: ['http://app.example/callback'] }), 'invalid_redirect_uri');
    });
  });

  describe('by a trusted issuer itself', () => {
    const own = { iss: DIRECTORY, client_name: 'Signed by the directory' };

    it('is its software statement, and comes back as that', async () => {
      const jwt = await directory.sign(request(own));
      const { status, json } = await send(jwt);
      expect(status).toBe(201);
      expect(json).toMatchObject({ client_name: own.client_name, software_statement: jwt });
      expectRefusal(await send(jwt), 'invalid_software_statement');
    });

    it('and by nobody else', async () => {
      expectRefusal(await send(await software.sign(request(own))));
      expectRefusal(await send(await software.sign(request())), 'unapproved_software_statement');
    });
  });

  it.each<[string, Claims]>([
    ['is for somebody else', { aud: 'https://bank.example' }],
    ['is for nobody', { aud: undefined }],
    ['has expired', { exp: inMinutes(-1) }],
    ['never expires', { exp: undefined }],
    ['is not valid yet', { nbf: inMinutes(2) }],
    ['does not say when it was made', { iat: undefined }],
    ['was made two hours ago', { iat: inMinutes(-120) }],
    ['has no jti', { jti: undefined }],
    ['has a jti that is no text', { jti: 5 }],
    ['has a sub that is no text', { sub: 5 }],
    ['has an nbf that is no number', { nbf: 'now' }],
  ])('one that %s is refused, for any signer', async (_what, own) => {
    expectRefusal(await sent(own));
    expectRefusal(await send(await directory.sign(request({ iss: DIRECTORY, ...own }))));
  });

  it('is good once, however far ahead it expires', async () => {
    const jwt = await software.sign(request({ software_statement: await statement(), exp: 1e15 }));
    expect((await send(jwt)).status).toBe(201);
    const again = await send(jwt);
    expectRefusal(again, 'invalid_software_statement');
    expect(again.json['error_description']).toBe(
      'the request JWT must be used once only; sign a new one with a jti of its own',
    );
  });

  it('does not use up its jti for other software', async () => {
    const own = async (software_id: string): Promise<Claims> => ({
      iss: undefined,
      jti: 'first',
      software_statement: await statement({ software_id }),
    });
    expect((await sent(await own('one'))).status).toBe(201);
    expect((await sent(await own('another'))).status).toBe(201);
    expectRefusal(await sent(await own('one')), 'invalid_software_statement');
  });

  it('may name the registration endpoint as its audience', async () => {
    expect((await sent({ aud: [`${ISSUER}/register`] })).status).toBe(201);
  });

  it.each(['', 'text', 'a.b.c', 'e30.e30.', '{"redirect_uris":["https://app.example"]}', '\u0000', '...'])(
    'one that is %p is refused',
    async (text) => {
      expectRefusal(await send(text));
    },
  );

  it('registers once, with any statement', async () => {
    const shared = await directory.sign({
      iss: DIRECTORY,
      software_id: 'app',
      jwks_uri: `${others.url}/software`,
    });
    const jwt = await software.sign(request({ software_statement: shared }));
    const validated = await send(jwt, server, '/register/validate');
    const answers = await Promise.all([send(jwt), send(jwt), send(jwt)]);
    expect(validated.status).toBe(200);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
    expect((await send(await software.sign(request({ software_statement: shared })))).status).toBe(201);
  });

  it('needs the authorisation that every registration needs', async () => {
    const jwt = await software.sign(request({ software_statement: await statement() }));
    const { status } = await server.send('POST', '/register', { 'Content-Type': 'application/jwt' }, jwt);
    expect(status).toBe(401);
  });

  it.each([
    ['POST', '/register'],
    ['POST', '/register/validate'],
    ['PUT', '/register/{client_id}'],
    ['PATCH', '/register/{client_id}'],
    ['POST', '/register/{client_id}/secret'],
  ])('of %s %s: 415 names exactly the media types that are taken', async (method, path) => {
    const jwt = await software.sign(request({ software_statement: await statement() }));
    const { json: client } = await send(jwt);
    const isManaged = path.includes('{');
    const token = isManaged ? String(client['registration_access_token']) : await server.registerToken();
    const sendAs = (type: string): Promise<Answer> =>
      server.send(
        method,
        path.replace('{client_id}', String(client['client_id'])),
        { 'Content-Type': type, Authorization: `Bearer ${token}` },
        '[]',
      );
    const taken: string[] = [];
    for (const type of [
      ...['application/json', 'application/merge-patch+json', 'application/jwt', 'application/jose'],
      ...['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream'],
    ])
      if ((await sendAs(type)).status !== 415) taken.push(type);
    const { headers, json } = await sendAs('text/plain');
    expect(headers.get('accept')).toBe(taken.join(', '));
    expect(json['error_description']).toBe(`the Content-Type must be ${taken.join(' or ')}`);
  });

  it('is a media type that is not known where no issuer is trusted', async () => {
    const plain = await createTestApp();
    const { status, json } = await send(await software.sign(request()), plain);
    expect({ status, error: json['error'] }).toEqual({ status: 415, error: 'invalid_request' });
    await plain.close();
  });
});
