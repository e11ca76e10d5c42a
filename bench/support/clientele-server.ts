import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port';
import { json } from './json';
import { ROOT } from './paths';
import { ServerProcess } from './server-process';

export interface ClienteleOptions {
  readonly name: string;
  readonly folder: string;
  readonly databaseUrl: string;
  /** The folder of the product, which was built there; this checkout if it is absent. */
  readonly root?: string;
  /** The path of Node; that of this process if it is absent. */
  readonly program?: string;
  /** Variables besides those that are always set. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The secret of the registrar, for all that run on one database. */
export const REGISTRAR_CLIENT_SECRET = 'the secret of the benchmark, which is long enough';

/** The product as it is operated: built, NODE_ENV=production, one line of log per request into a file. */
export class ClienteleServer {
  private constructor(
    readonly process: ServerProcess,
    readonly origin: string,
    /** The variables that it was started with. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start({
    name,
    folder,
    databaseUrl,
    root = ROOT,
    program,
    environment,
  }: ClienteleOptions): Promise<ClienteleServer> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const variables = {
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '2', // as the Dockerfile does
      PORT: String(port),
      ISSUER: origin,
      WORKERS: '1',
      DATABASE_URL: databaseUrl,
      SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`,
      REGISTRAR_CLIENT_SECRET,
      ACCESS_TOKEN_LIFETIME: '3600',
      ...environment,
    };
    const server = await ServerProcess.start({
      name,
      node: ['--max-old-space-size=512', '--max-semi-space-size=16', join(root, 'dist', 'main.js')], // as npm start does
      ...(program !== undefined && { program }),
      folder,
      readyUrl: `${origin}/health/ready`,
      environment: variables,
    });
    return new ClienteleServer(server, origin, variables);
  }

  /** A token with the scope register. */
  async registrarToken(): Promise<string> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'registerClient',
      client_secret: REGISTRAR_CLIENT_SECRET,
      scope: 'register',
    });
    const { access_token } = await json(fetch(`${this.origin}/token`, { method: 'POST', body: form }));
    return String(access_token);
  }
}
