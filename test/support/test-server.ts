import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Environment } from '../../src/platform/config/environment';
import type { TestDatabase } from './test-database';

/** An answer with its body read: `json` is the parsed body, `undefined` when there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** A client as the registration endpoint answered it. */
export interface RegisteredClient extends Record<string, unknown> {
  readonly client_id: string;
  readonly client_secret: string;
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
}

/** How a request travels. */
export type Transport = (
  address: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array<ArrayBuffer>;
  },
) => Promise<Response>;

const overHttp: Transport = (address, request) => fetch(address, { ...request, redirect: 'manual' });

type Headers_ = Readonly<Record<string, string>>;

/** A running application, spoken to over HTTP. */
export class TestServer {
  readonly port: number;
  readonly url: string;
  /** Plain HTTP, unless {@link via} says otherwise. */
  private readonly transport: Transport = overHttp;
  private cachedToken: string | undefined;
  private isClosed = false;

  constructor(
    readonly app: NestFastifyApplication,
    readonly environment: Environment,
    readonly database: TestDatabase,
    private readonly ownsDatabase: boolean,
  ) {
    this.port = (app.getHttpServer().address() as AddressInfo).port;
    this.url = `${environment.TLS_CERT === '' ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** The same application, spoken to in another way. */
  via(transport: Transport): this {
    return Object.assign(Object.create(this) as this, { transport });
  }

  /** Sends a request; an address of the issuer is reached at this application's port. */
  async send(
    method: string,
    path: string,
    headers: Headers_ = {},
    body?: string | Uint8Array<ArrayBuffer>,
  ): Promise<Answer> {
    const response = await this.transport(this.at(path), { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : undefined) as Record<string, unknown>,
    };
  }

  get(path: string, headers?: Headers_): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  /** `POST /token` with these form parameters. */
  token(parameters: Readonly<Record<string, string>> | string, headers: Headers_ = {}): Promise<Answer> {
    const body = typeof parameters === 'string' ? parameters : new URLSearchParams(parameters).toString();
    return this.send('POST', '/token', { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body);
  }

  /** `POST /register` with a JSON body, by default with the registrar's token. */
  async postRegister(body: unknown, headers?: Headers_): Promise<Answer> {
    const authorization = headers ?? { Authorization: `Bearer ${await this.registerToken()}` };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send('POST', '/register', { 'Content-Type': 'application/json', ...authorization }, text);
  }

  /** Registers a client and fails unless that succeeds. */
  async register(metadata: unknown): Promise<RegisteredClient> {
    const { status, text, json } = await this.postRegister(metadata);
    if (status !== 201) throw new Error(`not registered: ${text}`);
    return json as RegisteredClient;
  }

  /** An access token of the registrar with the scope `register`, obtained once. */
  async registerToken(): Promise<string> {
    this.cachedToken ??= await this.accessToken({
      client_id: this.environment.REGISTRAR_CLIENT_ID,
      client_secret: this.environment.REGISTRAR_CLIENT_SECRET,
      scope: 'register',
    });
    return this.cachedToken;
  }

  /** An access token by the client credentials grant; fails unless it is given. */
  async accessToken(parameters: Readonly<Record<string, string>>): Promise<string> {
    const { json, text } = await this.token({ grant_type: 'client_credentials', ...parameters });
    if (typeof json['access_token'] !== 'string') throw new Error(`no token: ${text}`);
    return json['access_token'];
  }

  /** A path, or an address of the issuer, at this application's port. */
  at(address: string): string {
    return `${this.url}${address.replace(this.environment.ISSUER, '')}`;
  }

  /** Stops the application; a second call does nothing. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.app.close();
    if (this.ownsDatabase) await this.database.drop();
  }
}
