import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { fetchVariables, type HttpsServer, startHttpsServer } from './https-server';

/** A message as the receiver got it. */
export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly position: number; readonly client_id?: string };
}

/** How the receiver answers: a status, a lost connection, or whatever the function does; `accept` answers with 200. */
export type Reply = number | 'disconnect' | ((response: ServerResponse, accept: () => void) => void);

/** A receiver of webhooks. It verifies each message by the library of Standard Webhooks, with each of its secrets. */
export interface WebhookReceiver {
  readonly url: string;
  /** The variables of a server that sends to it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The secrets by which each message has to be signed. */
  secrets: readonly string[];
  /** All messages, in the order in which they arrived. */
  readonly received: ReceivedMessage[];
  /** Those that were accepted, in the order in which they were. */
  readonly accepted: ReceivedMessage[];
  /** Messages that the library refused. */
  readonly refused: unknown[];
  /** Bodies and headers as they arrived. */
  readonly raw: { readonly body: string; readonly headers: Readonly<Record<string, string>> }[];
  /** Answers in this way from now on. */
  reply: (message: ReceivedMessage) => Reply;
  forget(): void;
  readonly https: HttpsServer;
}

/** Starts a receiver, which accepts everything at first. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const https = await startHttpsServer();
  const receiver: WebhookReceiver = {
    url: `${https.url}/hook`,
    variables: fetchVariables(https),
    secrets: [],
    received: [],
    accepted: [],
    refused: [],
    raw: [],
    reply: () => 200,
    forget: () => {
      for (const list of [receiver.received, receiver.accepted, receiver.raw]) list.splice(0);
    },
    https,
  };
  https.serve('/hook', (request, response) => {
    void receive(receiver, request, response);
  });
  return receiver;
};

const receive = async (
  receiver: WebhookReceiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const headers = request.headers as Record<string, string>;
  const body = await bodyOf(request);
  try {
    for (const secret of receiver.secrets) new Webhook(secret).verify(body, headers);
  } catch (error) {
    receiver.refused.push(error);
  }
  const message = { id: headers['webhook-id'] ?? '', ...(JSON.parse(body) as Omit<ReceivedMessage, 'id'>) };
  receiver.raw.push({ body, headers });
  receiver.received.push(message);
  const accept = (): void => {
    receiver.accepted.push(message);
    response.writeHead(200).end();
  };
  answer(receiver.reply(message), response, accept);
};

const answer = (reply: Reply, response: ServerResponse, accept: () => void): void => {
  if (reply === 200) accept();
  else if (typeof reply === 'function') reply(response, accept);
  else if (reply === 'disconnect') response.destroy();
  else response.writeHead(reply).end();
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
