import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { json } from 'node:stream/consumers';
import { writeCertificate } from '../support/certificate';
import { atEnd } from '../support/cleanup';

/** What arrived at a receiver. */
export interface Arrivals {
  /** Different messages, and repetitions of them. */
  readonly messages: number;
  readonly doubles: number;
  /** From the first message to the last one. */
  readonly ms: number;
}

/** An https server on this machine that accepts all messages, and an address that never answers. */
export interface Receivers {
  readonly live: string;
  readonly dead: string;
  /** The variables of a server that sends to both. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * Forgets what arrived, and resolves once so many different messages have. Rejects if a message of a client overtakes an
   * earlier one.
   */
  readonly expect: (messages: number) => Promise<Arrivals>;
}

/** An event of a client, as far as its order is concerned. */
interface Message {
  readonly data: { readonly id: string; readonly client_id: string; readonly revision: number };
}

/** Starts both receivers. Their certificate is in `folder`. */
export const startReceivers = async (folder: string): Promise<Receivers> => {
  const { cert, key } = await writeCertificate(folder, 'localhost');
  let arrive: (message: Message) => void = () => undefined;
  const options = { cert: await readFile(cert), key: await readFile(key), keepAlive: true };
  const live = createServer(options, (request, response) => {
    void json(request).then((message) => {
      arrive(message as Message);
      response.writeHead(204).end();
    });
  });
  const hosts = [await hostOf(live), await hostOf(createTcpServer())];
  return {
    live: `https://${String(hosts[0])}/hooks`,
    dead: `https://${String(hosts[1])}/hooks`,
    variables: { FETCH_ALLOW_PRIVATE_HOSTS: hosts.join(' '), FETCH_CA: join(folder, 'certificate.pem') },
    expect: (messages) =>
      new Promise((resolve, reject) => {
        arrive = counting(messages, resolve, reject);
      }),
  };
};

const counting = (
  messages: number,
  resolve: (arrivals: Arrivals) => void,
  reject: (error: Error) => void,
): ((message: Message) => void) => {
  const seen = new Set<string>();
  const revisions = new Map<string, number>();
  let began = 0;
  let doubles = 0;
  return ({ data: { id, client_id, revision } }) => {
    if (seen.has(id)) {
      doubles += 1;
      return;
    }
    if (seen.size === 0) began = performance.now();
    seen.add(id);
    if (revision <= (revisions.get(client_id) ?? 0)) reject(new Error(`an event of ${client_id} was overtaken`));
    revisions.set(client_id, revision);
    if (seen.size === messages) resolve({ messages, doubles, ms: performance.now() - began });
  };
};

const hostOf = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => {
    server.close();
  });
  return `localhost:${(server.address() as AddressInfo).port}`;
};
