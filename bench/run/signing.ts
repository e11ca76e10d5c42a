import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NodeProgram } from '../../scripts/node-release';
import { BUILT } from '../support/paths';

/** Signing alone: how often a second all cores do it, and the CPU time of one signature in microseconds. */
export interface Signing {
  readonly perSecond: number;
  readonly cpuPerSignature: number;
}

/** Measures how often this machine signs when all its cores do nothing else. */
export const measureSigning = async (alg: 'RS256' | 'ES256', seconds: number, node: NodeProgram): Promise<Signing> => {
  const script = join(BUILT, 'peers', 'sign.js');
  const { stdout } = await promisify(execFile)(node.path(), [script, alg, String(seconds)]);
  return JSON.parse(stdout) as Signing;
};
