import { execFileSync } from 'node:child_process';

/** The releases of Node that are tested and measured besides the one that runs this. */
const RELEASES = { '22': '22.23.3', '24': '24.21.0' } as const;

/** A major version of Node, as it is written on a command line. */
export type NodeMajor = keyof typeof RELEASES;

export const NODE_MAJORS = Object.keys(RELEASES) as readonly NodeMajor[];

/** Whether a text is one of {@link NODE_MAJORS}. */
export const isNodeMajor = (text: string): text is NodeMajor => Object.hasOwn(RELEASES, text);

/**
 * The path of the program `node` of a release. It is in npm's package `node`, which npx downloads once and keeps in the
 * cache of npm. Throws if npx fails.
 */
export const nodeRelease = (major: NodeMajor): string => {
  const parameters = ['--yes', '--package', `node@${RELEASES[major]}`, '--call', 'command -v node'];
  return execFileSync('npx', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
};
