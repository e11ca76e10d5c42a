import { join } from 'node:path';
import { started } from './program';

const PROGRAM = join(__dirname, '..', 'node_modules', 'mcp-remote', 'dist', 'client.js');
const ADDRESS = /Please authorize this client by visiting:\s+(https?:\S+)\s/;

/** mcp-remote while it runs. */
export interface McpRemote {
  /** Where it sends its user. */
  readonly address: Promise<URL>;
  /** All that it wrote, once it has ended. */
  readonly ended: Promise<string>;
}

/** Starts the client of mcp-remote, which keeps what it knows in `folder`. It opens no browser. */
export const mcpRemote = (resource: string, folder: string): McpRemote => {
  const environment = { BROWSER: 'true', MCP_REMOTE_CONFIG_DIR: folder };
  const child = started({ command: process.execPath, parameters: [PROGRAM, resource], folder, environment });
  let text = '';
  let found: (address: URL) => void = () => undefined;
  const address = new Promise<URL>((resolve) => (found = resolve));
  const read = (more: string): void => {
    text += more;
    const [, printed] = ADDRESS.exec(text) ?? [];
    if (printed !== undefined) found(new URL(printed));
    if (text.includes('"name": "whoami"')) child.kill();
  };
  child.stdout?.setEncoding('utf8').on('data', read);
  child.stderr?.setEncoding('utf8').on('data', read);
  return {
    address,
    ended: new Promise((resolve) => {
      child.once('close', () => {
        resolve(text);
      });
    }),
  };
};
