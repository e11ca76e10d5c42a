import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { ADMIN_CLIENT_SECRET, administrator, registered } from '../../bench/support/administrator';
import { documentedReceiver, RECEIVER_LANGUAGES } from '../support/documented-receiver';
import { serving } from '../support/serving';
import { type RawMessage, webhookInbox } from '../support/webhook-inbox';

const SIX_MINUTES_MS = 360_000;

const inbox = webhookInbox();
const clientele = serving(async () => ({ ...(await inbox).variables, ADMIN_CLIENT_SECRET }));
after(async () => (await inbox).close());

/** A secret, and the message about a client while it was the newest one. */
interface Era {
  readonly secret: string;
  readonly client: string;
  readonly message: RawMessage;
}

const eraOf = async (secret: unknown): Promise<Era> => {
  const client = await registered(clientele.origin);
  return { secret: String(secret), client, message: await (await inbox).messageAbout(client) };
};

/** The secret of a webhook before and after its rotation. The second message has signatures by both. */
const erasOfRotation = async (): Promise<{ readonly first: Era; readonly second: Era }> => {
  const ask = await administrator(clientele.origin);
  const { id, secret } = await ask('webhooks', { url: (await inbox).url, types: ['client.registered'] }, 201);
  const first = await eraOf(secret);
  const second = await eraOf((await ask(`webhooks/${String(id)}/secret`, { overlap: 3600 }, 200))['secret']);
  assert.equal(second.message.headers['webhook-signature']?.split(' ').length, 2);
  return { first, second };
};
let eras: ReturnType<typeof erasOfRotation> | undefined;

/** The message as the server would sign it at another time. */
const signedAt = ({ secret, message: { headers, body } }: Era, at: Date): RawMessage => {
  const signature = new Webhook(secret).sign(String(headers['webhook-id']), at, body.toString());
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { headers: { ...headers, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body };
};

const without = ({ headers, body }: RawMessage, name: string): RawMessage => ({
  headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)),
  body,
});

for (const language of RECEIVER_LANGUAGES)
  test(`the receiver of the guide in ${language}`, async (its) => {
    const { first, second } = await (eras ??= erasOfRotation());
    const receiver = await documentedReceiver(language, first.secret);
    const successor = await documentedReceiver(language, second.secret);
    its.after(async () => {
      await receiver.stop();
      await successor.stop();
    });

    await its.test('accepts a message of the server and reads it', async () => {
      assert.equal(await receiver.statusOf(first.message), 204);
      await receiver.prints(`client.registered ${first.client}`);
    });

    await its.test('accepts a message of a rotation with the secret before it, and with the one after it', async () => {
      assert.equal(await receiver.statusOf(second.message), 204);
      assert.equal(await successor.statusOf(second.message), 204);
    });

    await its.test('refuses a message that another secret signed', async () => {
      assert.equal(await successor.statusOf(first.message), 401);
    });

    await its.test('refuses a message with another body', async () => {
      const { headers, body } = first.message;
      assert.equal(await receiver.statusOf({ headers, body: Buffer.from(body.toString().replace('Zo', 'Bo')) }), 401);
    });

    await its.test('refuses a message with another id', async () => {
      const { headers, body } = first.message;
      assert.equal(await receiver.statusOf({ headers: { ...headers, 'webhook-id': 'other' }, body }), 401);
    });

    await its.test('refuses a message without one of the headers', async () => {
      for (const name of Object.keys(first.message.headers))
        assert.equal(await receiver.statusOf(without(first.message, name)), 401);
    });

    await its.test('refuses a message of six minutes ago, or of the future, and accepts the same of now', async () => {
      const now = Date.now();
      for (const at of [now - SIX_MINUTES_MS, now + SIX_MINUTES_MS])
        assert.equal(await receiver.statusOf(signedAt(first, new Date(at))), 401);
      assert.equal(await receiver.statusOf(signedAt(first, new Date(now))), 204);
    });
  });
