import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { fetchVariables, type HttpsServer, startHttpsServer } from './https-server';

/** The content of a request to a decision service. */
export interface Question {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly metadata: Readonly<Record<string, unknown>> };
}

/** How a decision service answers: a JSON value, or whatever the function does. */
type DecisionReply = ((response: ServerResponse, question: Question) => void) | object;

/** A service that decides about registrations. It verifies each request by the library of Standard Webhooks. */
export interface DecisionService {
  /** The addresses of the service, for `decision_url`. */
  readonly url: string;
  readonly otherUrl: string;
  /** The variables of a server that asks it. */
  readonly variables: Readonly<Record<string, string>>;
  /** What was asked, by the path, in order. */
  readonly asked: (readonly [path: string, question: Question])[];
  /** The requests as they arrived. */
  received(): readonly { readonly headers: object; readonly body: string }[];
  /** Forgets what was asked. */
  forget(): void;
  /** Answers in this way from now on, at both addresses or at one. */
  answer(reply: DecisionReply, path?: string): void;
  /** Resolves with the next question. */
  next(): Promise<Question>;
  readonly https: HttpsServer;
}

const PATHS = ['/decide', '/decide-too'];

export const ADMIT = { decision: 'admit' };

/** Starts a decision service, which admits everything at first. */
export const startDecisionService = async (): Promise<DecisionService> => {
  const https = await startHttpsServer();
  const secrets = [1, 2].map(() => `whsec_${randomBytes(32).toString('base64')}`);
  const asked: [string, Question][] = [];
  const replies = new Map<string, DecisionReply>(PATHS.map((path) => [path, ADMIT]));
  const received: { readonly headers: object; readonly body: string }[] = [];
  let waiting: ((question: Question) => void)[] = [];
  for (const path of PATHS)
    https.serve(path, (request, response) => {
      void bodyOf(request).then((body) => {
        const headers = request.headers as Record<string, string>;
        for (const secret of secrets) new Webhook(secret).verify(body, headers);
        received.push({ headers, body });
        const question = JSON.parse(body) as Question;
        asked.push([path, question]);
        reply(replies.get(path) ?? ADMIT, response, question);
        for (const resolve of waiting.splice(0)) resolve(question);
      });
    });
  return {
    url: `${https.url}/decide`,
    otherUrl: `${https.url}/decide-too`,
    variables: { ...fetchVariables(https), DECISION_SECRETS: secrets.join(' '), DECISION_TIMEOUT: '1' },
    asked,
    received: () => received,
    forget: () => {
      received.splice(0);
      asked.splice(0);
    },
    answer: (next, path) => {
      for (const one of path === undefined ? PATHS : [path]) replies.set(one, next);
    },
    next: () =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
    https,
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const reply = (how: DecisionReply, response: ServerResponse, question: Question): void => {
  if (typeof how === 'function') return void (how as (...them: unknown[]) => void)(response, question);
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(how));
};
