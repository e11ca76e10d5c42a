import { once } from 'node:events';
import { started, written } from './program';

/** oidc-agent with a store of its own, which is never asked for a password. */
export class OidcAgent {
  private constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(folder: string): Promise<OidcAgent> {
    const text = await written({ command: 'oidc-agent', parameters: [], folder });
    const environment: Record<string, string> = { OIDC_ENCRYPTION_PW: 'secret' };
    for (const [, name, value] of text.matchAll(/^(\w+)=([^;]+);/gm)) environment[String(name)] = String(value);
    return new OidcAgent(folder, environment);
  }

  /** Makes an account by the code flow, and gives the address to which it sends its user. */
  generate(parameters: readonly string[]): {
    readonly address: (endpoint: string) => Promise<URL>;
    readonly ended: Promise<string>;
  } {
    const child = started({
      command: 'oidc-gen',
      parameters: [
        ...['--flow=code', '--prompt=none', '--pw-env=OIDC_ENCRYPTION_PW', '--confirm-default', '--no-url-call'],
        ...parameters,
      ],
      folder: this.folder,
      environment: this.environment,
    });
    let text = '';
    const readers: (() => void)[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        for (const read of readers) read();
      });
    const ended = once(child, 'close').then(() => text);
    return {
      ended,
      address: (endpoint) =>
        new Promise((resolve, reject) => {
          const read = (): void => {
            const [found] = text.split(/\s/).filter((word) => word.startsWith(`${endpoint}?`));
            if (found !== undefined) resolve(new URL(found));
          };
          readers.push(read);
          read();
          void ended.then(() => {
            reject(new Error(text));
          });
        }),
    };
  }

  /** An access token of an account. */
  token(account: string): Promise<string> {
    return written({
      command: 'oidc-token',
      parameters: [account],
      folder: this.folder,
      environment: this.environment,
    });
  }

  async stop(): Promise<void> {
    await written({
      command: 'oidc-agent',
      parameters: ['--kill'],
      folder: this.folder,
      environment: this.environment,
    });
  }
}
