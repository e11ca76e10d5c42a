import { ClienteleServer } from '../../bench/support/clientele-server';
import { type KnownClient, register } from './load';
import { until } from './processes';

const SECRET_KEYS = '1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
/** Short, so that a connection that hangs shows as an error. */
const DATABASE_TIMEOUT = '2000';

/** Several nodes of one installation. */
export class Nodes {
  private constructor(
    private readonly servers: readonly ClienteleServer[],
    readonly token: string,
    readonly client: KnownClient,
  ) {}

  static async start(count: number, folder: string, databaseUrl: string): Promise<Nodes> {
    const servers: ClienteleServer[] = [];
    for (let index = 0; index < count; index += 1)
      servers.push(
        await ClienteleServer.start({
          ...{ name: `node-${index}`, folder, databaseUrl },
          environment: {
            ...{ SECRET_KEYS, DATABASE_TIMEOUT, ISSUER: 'http://127.0.0.1:3000', MAX_EVENT_LOOP_DELAY: '0' },
            ...{ SIGNING_ALGS: 'ES256', ACCESS_TOKEN_SIGNING_ALG: 'ES256' },
          },
        }),
      );
    const [first] = servers;
    if (!first) throw new Error('there is no node');
    const token = await until('a token', () => first.registrarToken());
    const response = await register(first.origin, token);
    return new Nodes(servers, token, (await response.json()) as KnownClient);
  }

  get origins(): string[] {
    return this.servers.map(({ origin }) => origin);
  }

  /** The statuses of readiness. */
  readiness(): Promise<number[]> {
    return Promise.all(this.origins.map(async (origin) => (await fetch(`${origin}/health/ready`)).status));
  }

  async stop(): Promise<void> {
    for (const { process } of this.servers) await process.stop();
  }
}
