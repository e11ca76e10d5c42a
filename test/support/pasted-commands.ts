import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestServer } from './test-server';

const IN_DOCUMENTS = /http:\/\/(?:localhost|127\.0\.0\.1):3000/g;

/** What bash prints for commands of a page, sent to this server instead of the one that they name. */
export const runPasted = async (
  script: string,
  { url }: TestServer,
  variables: NodeJS.ProcessEnv = {},
): Promise<string> => {
  const env = { ...process.env, NO_PROXY: '*', ...variables };
  const { stdout } = await promisify(execFile)('bash', ['-euc', script.replaceAll(IN_DOCUMENTS, url)], { env });
  return stdout;
};

/** The blocks of commands of a page that a test runs: those marked `sh` and this word. */
export const blocksOf = (page: string, mark: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`sh ${mark}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

/**
 * The lines of the blocks `sh` of a page that a test can run, in their order, without their comments: those of `clientele`,
 * and those of `curl` and `cp`. What other lines need, a test does not have: `systemctl`, `journalctl` and `useradd` a
 * machine of their own; `psql`, `mongoexport` and `kc.sh` another server; `git` and `npm ci` a network.
 */
export const linesOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n */g, '').split('\n'))
    .filter((line) => /^(npm run -s clientele -- |curl |cp )/.test(line))
    .map((line) => line.replace(/ +# .*$/, ''));
