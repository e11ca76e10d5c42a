import { DataSource, In, IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SignInTransaction } from '../../../src/features/sign-in/transactions/sign-in-transaction.entity';
import { SignInTransactionRepository } from '../../../src/features/sign-in/transactions/sign-in-transaction.repository';
import { TransactionsService } from '../../../src/platform/database/transactions.service';
import { UserGrant } from '../../../src/user-grants/user-grant.entity';
import { authorizationUrl, pkce, registerApp, RESOURCE, startSignIn } from '../../support/authorizing';
import { type Shown, TestBrowser } from '../../support/browser';
import { managing } from '../../support/managing';
import { codeOf, expectPage } from '../../support/responses';
import { SECRET_KEYS } from '../../support/secret-keys';
import { stopTasks } from '../../support/stop-tasks';
import type { Variables } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { RegisteredClient, TestServer } from '../../support/test-server';
import { startUpstream, type TestUpstream } from '../../support/upstream';

const NEWER_KEY = `2:${Buffer.alloc(32, 8).toString('base64')}`;

describe('an authorization on several nodes', () => {
  let database: TestDatabase;
  let upstream: TestUpstream;
  let nodes: TestServer[];
  let app: RegisteredClient;

  const start = async (variables: Variables = {}): Promise<TestServer> =>
    (await startSignIn(variables, database, upstream)).server;

  beforeAll(async () => {
    database = await preparedDatabase();
    upstream = await startUpstream();
    nodes = [await start(), await start()];
    app = await registerApp(nodes[0] as TestServer);
  });

  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
  });

  const [first, second] = [() => nodes[0] as TestServer, () => nodes[1] as TestServer];
  const isCode = ({ location }: Shown): boolean => location?.searchParams.has('code') === true;
  const grantsOf = (client_id: string): Promise<number> =>
    first().app.get(DataSource).getRepository(UserGrant).countBy({ client_id });
  const redeem = (node: TestServer, code: string, verifier: string): ReturnType<TestServer['token']> =>
    node.token({
      grant_type: 'authorization_code',
      client_id: app.client_id,
      redirect_uri: 'https://app.example/cb',
      code,
      code_verifier: verifier,
    });

  it('goes on at any of them, and its code is redeemed at another one', async () => {
    const browser = new TestBrowser(nodes);
    for (let count = 0; count < 2; count += 1) {
      const { verifier, challenge } = pkce();
      const page = await browser.open(authorizationUrl(app.client_id, { code_challenge: challenge, prompt: 'login' }));
      const shown = await browser.submit(page, { decision: 'allow' });
      const { status, json } = await redeem(second(), codeOf(shown.location), verifier);
      expect(status).toBe(200);
      expect(json).toMatchObject({ scope: 'read write', token_type: 'Bearer' });
    }
  });

  it('survives a restart of the server between any two steps, with a newer key too', async () => {
    const browser = new TestBrowser(nodes);
    const restart = async (variables: Variables = {}): Promise<void> => {
      for (const node of nodes.splice(0)) await node.close();
      nodes.push(await start(variables), await start(variables));
    };
    const { verifier, challenge } = pkce();
    const page = await browser.open(authorizationUrl(app.client_id, { code_challenge: challenge }));
    await restart();
    const left = await browser.submitOnly(page, { decision: 'allow' });
    const callback = await upstream.signIn(left.location?.href ?? '');
    await restart({ SECRET_KEYS: `${NEWER_KEY} ${SECRET_KEYS}` });
    const code = codeOf((await browser.open(callback)).location);
    await restart({ SECRET_KEYS: `${NEWER_KEY} ${SECRET_KEYS}` });
    expect((await redeem(first(), code, verifier)).status).toBe(200);
  });

  describe('has one outcome', () => {
    it('of two decisions at the same time', async () => {
      const client = await registerApp(first());
      const browser = new TestBrowser(nodes);
      const page = await browser.open(authorizationUrl(client.client_id));
      await browser.submit(page, { decision: 'allow' });
      const again = await browser.open(authorizationUrl(client.client_id));
      const before = await grantsOf(client.client_id);
      const shown = await Promise.all(
        ['allow', 'deny', 'allow', 'allow'].map((decision) => browser.submit(again, { decision })),
      );
      const codes = new Set(shown.map(({ location }) => location?.searchParams.get('code')).filter(Boolean));
      expect(codes.size).toBeLessThanOrEqual(1);
      expect(await grantsOf(client.client_id)).toBe(before + codes.size);
      for (const { status } of shown) expect([200, 303, 400]).toContain(status);
    });

    it('of one decision that is sent several times: the same code at every node', async () => {
      const client = await registerApp(first());
      const browser = new TestBrowser(nodes);
      codeOf(
        (await browser.submit(await browser.open(authorizationUrl(client.client_id)), { decision: 'allow' })).location,
      );
      const page = await browser.open(authorizationUrl(client.client_id, { prompt: 'consent' }));
      const shown = await Promise.all(Array.from({ length: 6 }, () => browser.submit(page, { decision: 'allow' })));
      expect(new Set(shown.map(({ location }) => codeOf(location))).size).toBe(1);
      expect(await grantsOf(client.client_id)).toBe(2);
    });

    it('of two responses of the upstream at the same time', async () => {
      const client = await registerApp(first());
      const browser = new TestBrowser(nodes);
      const page = await browser.open(authorizationUrl(client.client_id));
      const left = await browser.submitOnly(page, { decision: 'allow' });
      const callback = await upstream.signIn(left.location?.href ?? '');
      const shown = await Promise.all(Array.from({ length: 4 }, () => browser.open(callback)));
      expect(shown.filter(isCode)).toHaveLength(1);
      expect(await grantsOf(client.client_id)).toBe(1);
    });

    it('if the client is deleted at the same time: no token comes of it', async () => {
      for (let count = 0; count < 3; count += 1) {
        const client = await registerApp(first());
        const browser = new TestBrowser(nodes);
        const { verifier, challenge } = pkce();
        const page = await browser.open(authorizationUrl(client.client_id, { code_challenge: challenge }));
        const left = await browser.submitOnly(page, { decision: 'allow' });
        const callback = await upstream.signIn(left.location?.href ?? '');
        const [shown] = await Promise.all([browser.open(callback), managing(second(), client).remove()]);
        const code = shown.location?.searchParams.get('code') ?? 'none';
        const form = { grant_type: 'authorization_code', client_id: client.client_id, code, code_verifier: verifier };
        const { status, json } = await first().token({ ...form, redirect_uri: 'https://app.example/cb' });
        expect([status, json['error']]).toEqual([401, 'invalid_client']);
      }
    });
  });

  describe('that is left open', () => {
    it('expires, and the sweep deletes it', async () => {
      const browser = new TestBrowser(nodes);
      const page = await browser.open(authorizationUrl(app.client_id));
      const transactions = first().app.get(DataSource).getRepository(SignInTransaction);
      const [open] = await transactions.find({ order: { id: 'DESC' }, take: 1 });
      for (const node of nodes) await stopTasks(node);
      await first()
        .app.get(TransactionsService)
        .run((manager) =>
          manager.update(SignInTransaction, { id: open?.id ?? '' }, { expires_at: new Date(Date.now() - 1000) }),
        );
      expectPage(await browser.submit(page, { decision: 'allow' }), /start again/);
      await first().app.get(SignInTransactionRepository, { strict: false }).sweep();
      expect(await transactions.findOneBy({ id: open?.id ?? '' })).toBeNull();
    });

    it('goes if its network opens too many, or all together; one whose user is at an upstream stays', async () => {
      const transactions = first().app.get(DataSource).getRepository(SignInTransaction);
      const browser = new TestBrowser(nodes);
      const approved = await browser.submitOnly(await browser.open(authorizationUrl(app.client_id)), {
        decision: 'allow',
      });
      for (let count = 0; count < 52; count += 1) await first().get(authorizationUrl(app.client_id));
      expect(await transactions.countBy({ stage: 'asked' })).toBe(50);
      await first().app.get(SignInTransactionRepository, { strict: false }).sweep(new Date(), undefined, 10);
      expect(await transactions.countBy({ stage: 'asked' })).toBe(10);
      codeOf((await browser.open(await upstream.signIn(approved.location?.href ?? ''))).location);
    });

    it('goes too if it was approved and reached no upstream; however many are at one, nobody is refused', async () => {
      const transactions = first().app.get(DataSource).getRepository(SignInTransaction);
      const browser = new TestBrowser(nodes);
      const page = await browser.open(authorizationUrl(app.client_id));
      const left = await browser.submitOnly(page, { decision: 'allow' });
      const [approved] = await transactions.find({ where: { stage: 'approved' }, order: { id: 'DESC' }, take: 1 });
      const copies = (length: number, own: Partial<SignInTransaction>): SignInTransaction[] =>
        Array.from({ length }, () => ({ ...(approved as SignInTransaction), id: uuidv7(), ...own }));
      const others = [...copies(220, {}), ...copies(60, { upstream: null, upstream_state_hash: null })];
      for (const node of nodes) await stopTasks(node);
      await first()
        .app.get(TransactionsService)
        .run((manager) => manager.insert(SignInTransaction, others));
      expect((await new TestBrowser(nodes).open(authorizationUrl(app.client_id))).status).toBe(200);
      const waiting = { stage: In(['asked', 'approved']), upstream_state_hash: IsNull() };
      expect(await transactions.countBy(waiting)).toBe(50);
      codeOf((await browser.open(await upstream.signIn(left.location?.href ?? ''))).location);
    });

    it('has nothing of the request in the clear', async () => {
      const secrets = { state: 'a secret state', login_hint: 'alice@corp.example', code_challenge: pkce().challenge };
      await first().get(authorizationUrl(app.client_id, secrets));
      const rows = await first().app.get(DataSource).getRepository(SignInTransaction).find();
      const text = JSON.stringify(rows);
      for (const secret of [...Object.values(secrets), RESOURCE]) expect(text).not.toContain(secret);
    });
  });
});
