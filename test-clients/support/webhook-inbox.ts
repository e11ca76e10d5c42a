import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { writeCertificate } from '../../bench/support/certificate';

const POLL_MS = 100;
/** For a machine that is busy with other tests. */
const ARRIVES_WITHIN_MS = 60_000;

/** A message of a webhook as it arrived: what a signature covers, octet by octet. */
export interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An address that accepts all messages and keeps them. */
export interface WebhookInbox {
  readonly url: string;
  /** The variables of a server that sends to it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The message about a client, once it has arrived. */
  readonly messageAbout: (clientId: string) => Promise<RawMessage>;
  readonly close: () => Promise<void>;
}

/** Serves an inbox for the tests of one file, by TLS as the server demands it. */
export const webhookInbox = async (): Promise<WebhookInbox> => {
  const messages: RawMessage[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'clientele-inbox-'));
  const { cert, key } = await writeCertificate(folder, 'localhost');
  const server = createServer({ cert: await readFile(cert), key: await readFile(key) }, (request, response) => {
    void buffer(request).then((body) => {
      messages.push({ headers: headersOf(request.headers), body });
      response.writeHead(204).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    url: `https://${host}/hooks`,
    variables: { FETCH_ALLOW_PRIVATE_HOSTS: host, FETCH_CA: cert },
    messageAbout: async (clientId) => {
      const latest = Date.now() + ARRIVES_WITHIN_MS;
      while (Date.now() < latest) {
        const message = messages.find(({ body }) => body.includes(`"client_id":"${clientId}"`));
        if (message) return message;
        await wait(POLL_MS);
      }
      throw new Error('the message does not arrive');
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The headers of Standard Webhooks. */
const headersOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
  );
