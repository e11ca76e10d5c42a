import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { ServerProcess } from './server-process';

/** An answer, and its request id in the log. */
export interface Answered {
  readonly id: string;
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** What a call sends. */
export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A caller of a server process with its own connections: one that is kept alive, or a new one for each request. */
export class Caller {
  private readonly agent: Agent;

  constructor(
    private readonly server: Pick<ServerProcess, 'port'>,
    keepAlive = false,
  ) {
    this.agent = new Agent({ keepAlive, maxSockets: 1 });
  }

  /** Rejects when the connection fails. */
  call(path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answered> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const { agent, server } = this;
      const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
      const options = { host: '127.0.0.1', port: server.port, path, method, agent };
      const sent = request({ ...options, headers: { ...headers, ...length, 'X-Request-Id': id } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject).on('end', () => {
          const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
          resolve({ id, status: response.statusCode ?? 0, json });
        });
      });
      sent.on('error', reject).end(body);
    });
  }

  /** `POST /token` with these form parameters. */
  token(parameters: Readonly<Record<string, unknown>>): Promise<Answered> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(parameters as Record<string, string>) });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.call('/token', { method: 'POST', headers, body: form.toString() });
  }

  /** `POST /register` with a token. */
  register(token: string, metadata: unknown, own: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const headers = { ...own, 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    return this.call('/register', { method: 'POST', headers, body: JSON.stringify(metadata) });
  }

  close(): void {
    this.agent.destroy();
  }
}
