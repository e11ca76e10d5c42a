import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BUILT } from '../support/paths';

/** How often a second this machine signs when all its cores do nothing else. */
export const measureSigning = async (alg: 'RS256' | 'ES256', seconds: number): Promise<number> => {
  const script = join(BUILT, 'peers', 'sign.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, alg, String(seconds)]);
  return Number(stdout);
};
