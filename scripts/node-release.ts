import { execFileSync } from 'node:child_process';

/** The releases of Node that are tested and measured. */
const RELEASES = { '20': '20.20.2', '22': '22.23.3', '24': '24.21.0' } as const;

/** A major version of Node, as it is written on a command line. */
export type NodeMajor = keyof typeof RELEASES;

export const NODE_MAJORS = Object.keys(RELEASES) as readonly NodeMajor[];

/** Whether a text is one of {@link NODE_MAJORS}. */
export const isNodeMajor = (text: string): text is NodeMajor => Object.hasOwn(RELEASES, text);

/** A Node that can be run. */
export interface NodeProgram {
  readonly version: string;
  /** The path of the program. Throws if it cannot be installed. */
  readonly path: () => string;
}

/** The Node that runs this. */
export const THIS_NODE: NodeProgram = { version: process.versions.node, path: () => process.execPath };

/**
 * The Node of a major version: the one that runs this, or npm's package `node`, which npx downloads once and keeps in the
 * cache of npm.
 */
export const nodeRelease = (major: NodeMajor): NodeProgram => {
  if (THIS_NODE.version.startsWith(`${major}.`)) return THIS_NODE;
  const version = RELEASES[major];
  const parameters = ['--yes', '--package', `node@${version}`, '--call', 'command -v node'];
  return {
    version,
    path: () => execFileSync('npx', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim(),
  };
};
