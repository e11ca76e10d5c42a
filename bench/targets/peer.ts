import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeProgram } from '../../scripts/node-release';
import { freePort } from '../../scripts/free-port';
import { BENCH, BUILT } from '../support/paths';
import { ServerProcess } from '../support/server-process';

/** What is started of `bench/peers`, on which Node, and where. */
export interface PeerPlan {
  readonly name: string;
  readonly script: string;
  readonly node: NodeProgram;
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A peer in a process of its own, which listens on a given port. */
export interface Peer {
  readonly pid: number;
  readonly origin: string;
  readonly initialAccessToken: string;
}

/** Starts a script of `bench/peers` as plain JavaScript with NODE_ENV=production. */
export const startPeer = async ({ name, script, node, folder, environment }: PeerPlan): Promise<Peer> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const initialAccessToken = randomBytes(32).toString('base64url');
  const { pid } = await ServerProcess.start({
    name,
    node: [join(BUILT, 'peers', `${script}.js`)],
    program: node.path(),
    folder,
    readyUrl: origin,
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      INITIAL_ACCESS_TOKEN: initialAccessToken,
      ...environment,
    },
  });
  return { pid, origin, initialAccessToken };
};

/** The installed version of a package. */
export const versionOf = (packageName: string): string => {
  const file = join(BENCH, 'node_modules', packageName, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};
