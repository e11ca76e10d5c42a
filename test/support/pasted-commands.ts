import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestServer } from './test-server';

const IN_DOCUMENTS = 'http://localhost:3000';

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
