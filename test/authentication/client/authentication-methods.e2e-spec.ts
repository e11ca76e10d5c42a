import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, importJWK } from 'jose';
import { aClient } from '../../support/a-client';
import { aKey, anAssertion, type AssertionOptions, assertionForm, type ClientKey } from '../../support/assertions';
import { Authority, type Identity, selfSigned, tlsFiles } from '../../support/certificates';
import { managing } from '../../support/managing';
import { overTls } from '../../support/over-tls';
import { setStatus } from '../../support/set-status';
import { createTestApp } from '../../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const grant_type = 'client_credentials';
const ISSUER = 'https://localhost:3000';

/** What a client shows: parameters, headers, a certificate. */
interface Shown {
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly identity?: Identity;
}

/** What a method needs to be tried: how its client registers, and what that client shows in each case. */
interface Trial {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cases: Readonly<
    Partial<Record<Case, (client: RegisteredClient, other: RegisteredClient) => Promise<Shown> | Shown>>
  >;
}

const CASES = [
  'right',
  'wrong',
  'expired',
  'replayed',
  'of another client',
  'by another alg',
  'for another audience',
] as const;
type Case = (typeof CASES)[number];

describe('every method in every case', () => {
  let app: TestServer;
  let ca: string;
  let trials: Record<string, Trial>;

  beforeAll(async () => {
    const authority = await Authority.create();
    const files = await tlsFiles(authority);
    ca = files.ca;
    app = await createTestApp(files.variables);
    trials = {
      client_secret_basic: bySecret((id, secret) => ({
        headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      })),
      client_secret_post: bySecret((client_id, client_secret) => ({ form: { client_id, client_secret } })),
      client_secret_jwt: byHmac(),
      private_key_jwt: byKey(await aKey('RS256'), await aKey('RS256')),
      tls_client_auth: await byName(authority),
      self_signed_tls_client_auth: await bySelfSigned(),
    };
  });

  afterAll(() => app.close());

  const register = (method: string, { metadata }: Trial): Promise<RegisteredClient> =>
    app.via(overTls(ca)).register(aClient({ token_endpoint_auth_method: method, ...metadata }));
  const ask = ({ form, headers, identity }: Shown): Promise<Answer> =>
    app.via(overTls(ca, identity)).token({ grant_type, ...form }, headers);

  const methods = [
    ...['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'],
    ...['tls_client_auth', 'self_signed_tls_client_auth'],
  ];
  const trialOf = (method: string): Trial => {
    const trial = trials[method];
    if (!trial) throw new Error(`no trial of ${method}`);
    return trial;
  };

  describe.each(methods)('%s', (method) => {
    it.each(CASES)('%s', async (which) => {
      const trial = trialOf(method);
      const show = trial.cases[which];
      if (!show) return void expect(DOES_NOT_APPLY[which]).toContain(method);
      const [client, other] = [await register(method, trial), await register(method, trial)];
      const shown = await show(client, other);
      const answer = await ask(shown);
      if (which !== 'replayed') return void expectAnswer(answer, which === 'right');
      expectAnswer(answer, true);
      expectAnswer(await ask(shown), false);
    });

    it.each(['disabled', 'deleted'])('of a client that was %s', async (fate) => {
      const trial = trialOf(method);
      const [client, other] = [await register(method, trial), await register(method, trial)];
      const show = (): Promise<Answer> => Promise.resolve(trial.cases.right?.(client, other) ?? {}).then(ask);
      const { json, status } = await show();
      expect(status).toBe(200);
      if (fate === 'disabled') await setStatus(app, client.client_id, 'disabled');
      else expect((await managing(app.via(overTls(ca)), client).remove()).status).toBe(204);
      expectAnswer(await show(), false);
      const answer = await app
        .via(overTls(ca))
        .postRegister(aClient(), { Authorization: `Bearer ${String(json['access_token'])}` });
      expect([answer.status, answer.json['error']]).toEqual([401, 'invalid_token']);
    });

    it('not registered', async () => {
      const trial = trialOf(method);
      const interchangeable = ['client_secret_basic', 'client_secret_post'];
      for (const registered of methods) {
        const isServed = registered === method || [registered, method].every((one) => interchangeable.includes(one));
        const client = await register(registered, trialOf(registered));
        const withSecret = Object.assign({ client_secret: 'none' }, client);
        const shown = (await trial.cases.right?.(withSecret, withSecret)) ?? {};
        expectAnswer(await ask(shown), isServed);
      }
    });
  });
});

const expectAnswer = ({ status, json }: Answer, isGranted: boolean): void => {
  expect([status, json['error']]).toEqual(isGranted ? [200, undefined] : [401, 'invalid_client']);
};

const SECRETS = ['client_secret_basic', 'client_secret_post'];
const CERTIFICATES = ['tls_client_auth', 'self_signed_tls_client_auth'];
/** A bare secret says nothing of time, algorithm and audience; the handshake of TLS is bound to its connection. */
const DOES_NOT_APPLY: Readonly<Partial<Record<Case, readonly string[]>>> = {
  expired: SECRETS,
  replayed: [...SECRETS, ...CERTIFICATES],
  'by another alg': [...SECRETS, ...CERTIFICATES],
  'for another audience': [...SECRETS, ...CERTIFICATES],
};

const bySecret = (show: (id: string, secret: string) => Shown): Trial => ({
  metadata: {},
  cases: {
    right: ({ client_id, client_secret }) => show(client_id, client_secret),
    wrong: ({ client_id, client_secret }) => show(client_id, `${client_secret}x`),
    'of another client': ({ client_id }, { client_secret }) => show(client_id, client_secret),
  },
});

type Sign = (client: RegisteredClient, options?: AssertionOptions) => Promise<Shown>;

const byAssertion = (metadata: Trial['metadata'], sign: Sign, others: Record<'wrong' | 'alg', Sign>): Trial => ({
  metadata,
  cases: {
    right: (client) => sign(client),
    wrong: (client) => others.wrong(client),
    expired: (client) => sign(client, { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }),
    replayed: (client) => sign(client),
    'of another client': ({ client_id }, other) => sign({ ...other, client_id }),
    'by another alg': (client) => others.alg(client),
    'for another audience': (client) => sign(client, { claims: { aud: 'https://other.example' } }),
  },
});

const byHmac = (): Trial => {
  const sign =
    (alg: string, secretOf: (client: RegisteredClient) => string): Sign =>
    async (client, options) => {
      const key = new TextEncoder().encode(secretOf(client));
      return { form: assertionForm(await anAssertion(client.client_id, alg, key, { issuer: ISSUER, ...options })) };
    };
  const own = ({ client_secret }: RegisteredClient): string => client_secret;
  return byAssertion({ token_endpoint_auth_signing_alg: 'HS384' }, sign('HS384', own), {
    wrong: sign('HS384', () => 'x'.repeat(64)),
    alg: sign('HS256', own),
  });
};

const byKey = (key: ClientKey, stranger: ClientKey): Trial => {
  const sign =
    ({ privateKey }: ClientKey, alg = 'RS256'): Sign =>
    async ({ client_id }, options) => {
      const header = { kid: key.publicJwk.kid };
      return {
        form: assertionForm(await anAssertion(client_id, alg, privateKey, { issuer: ISSUER, header, ...options })),
      };
    };
  const metadata = { jwks: { keys: [key.publicJwk] }, token_endpoint_auth_signing_alg: 'RS256' };
  const trial = byAssertion(metadata, sign(key), { wrong: sign(stranger), alg: wrongAlg(key) });
  // Both clients of a trial have the same key: somebody else's is that of a stranger.
  return { ...trial, cases: { ...trial.cases, 'of another client': (client) => sign(stranger)(client) } };
};

const wrongAlg =
  (key: ClientKey): Sign =>
  async ({ client_id }) => {
    // The registered key itself: nothing but the algorithm is wrong.
    const privateKey = (await importJWK(await exportJWK(key.privateKey), 'PS256')) as CryptoKey;
    const header = { kid: key.publicJwk.kid };
    return { form: assertionForm(await anAssertion(client_id, 'PS256', privateKey, { issuer: ISSUER, header })) };
  };

const byCertificate = (
  metadata: Trial['metadata'],
  identities: Record<'right' | 'wrong' | 'expired' | 'of another client', Identity>,
): Trial => ({
  metadata,
  cases: Object.fromEntries(
    Object.entries(identities).map(([which, identity]) => [
      which,
      ({ client_id }: RegisteredClient): Shown => ({ form: { client_id }, identity }),
    ]),
  ),
});

const byName = async (authority: Authority): Promise<Trial> => {
  const issue = (name: string, from = authority, notAfter = new Date(Date.now() + 60_000)): Promise<Identity> =>
    from.issue({ names: [{ type: 'dns', value: name }], notAfter });
  return byCertificate(
    { tls_client_auth_san_dns: 'client.example' },
    {
      right: await issue('client.example'),
      wrong: await issue('client.example', await Authority.create()),
      expired: await issue('client.example', authority, new Date(Date.now() - 60_000)),
      'of another client': await issue('other.example'),
    },
  );
};

const bySelfSigned = async (): Promise<Trial> => {
  const [right, wrong, other] = [
    await selfSigned(),
    await selfSigned(),
    await selfSigned({ subject: `CN=${randomUUID()}` }),
  ];
  const expired = await selfSigned({ notAfter: new Date(Date.now() - 60_000) });
  const keys = [right, expired].map(({ jwk }, index) => ({ ...jwk, kid: String(index) }));
  return byCertificate({ jwks: { keys } }, { right, wrong, expired, 'of another client': other });
};
