import { randomBytes } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { readWebhookKey, type WebhookKey } from './webhook-key';
import { webhookHeaders } from './webhook-signature';

const aSecret = (bytes = 32): string => `whsec_${randomBytes(bytes).toString('base64')}`;
const keyOf = (secret: string): WebhookKey => readWebhookKey(secret) ?? Buffer.alloc(0);

describe('a message that is signed as Standard Webhooks specifies', () => {
  const content = { type: 'registration.proposed', data: { client_name: 'caf\u00e9 \u{1f600}' } };
  const body = Buffer.from(JSON.stringify(content));

  it('is verified by the library of Standard Webhooks with each of the secrets, and with no other', () => {
    const secrets = [aSecret(24), aSecret(), aSecret(64)];
    const headers = webhookHeaders(secrets.map(keyOf), { id: 'msg_1', at: new Date(), body });
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(content);
    expect(() => new Webhook(aSecret()).verify(body, headers)).toThrow(WebhookVerificationError);
  });

  it.each([
    ['another body', {}, Buffer.from('{}')],
    ['another id', { 'webhook-id': 'msg_2' }, body],
    ['another time', { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) }, body],
  ])('is not verified with %s', (_name, changed, received) => {
    const secret = aSecret();
    const headers = webhookHeaders([keyOf(secret)], { id: 'msg_1', at: new Date(), body });
    expect(() => new Webhook(secret).verify(received, { ...headers, ...changed })).toThrow('No matching signature');
  });

  it('is refused by the library when it is old', () => {
    const secret = aSecret();
    const headers = webhookHeaders([keyOf(secret)], { id: 'msg_1', at: new Date(Date.now() - 600_000), body });
    expect(() => new Webhook(secret).verify(body, headers)).toThrow('too old');
  });
});

describe('a secret of Standard Webhooks', () => {
  it.each([
    ['no prefix', aSecret().slice('whsec_'.length)],
    ['the prefix alone', 'whsec_'],
    ['too few octets', aSecret(23)],
    ['too many octets', aSecret(65)],
    ['base64url', 'whsec_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-'],
    ['a character that is no base64', `${aSecret(33)}!`],
    ['no padding', aSecret(32).replace('=', '')],
  ])('has another form: %s', (_name, text) => {
    expect(readWebhookKey(text)).toBeUndefined();
  });
});
