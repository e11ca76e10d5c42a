import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nodeOptions, programFile } from '../programs';

const run = promisify(execFile);

/**
 * Gives a database its schema and, with the word `keys`, its signing keys. In a process of its own, so that jest, which
 * runs until the end, does not keep the modules in memory.
 */
export const prepareDatabase = async (url: string, ...words: readonly 'keys'[]): Promise<void> => {
  await run(process.execPath, [...nodeOptions(), programFile('test/support/run/prepare-database'), url, ...words]);
};
