import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A program of Debian: the file of its tests, its packages, and what works only where it is installed. */
interface Program {
  readonly file: string;
  readonly packages: readonly string[];
  readonly probe: readonly [string, ...string[]];
}

const PROGRAMS: readonly Program[] = [
  { file: 'oidc-agent.test.ts', packages: ['oidc-agent-cli'], probe: ['oidc-gen', '--version'] },
  { file: 'oidc-agent-sign-in.test.ts', packages: ['oidc-agent-cli'], probe: ['oidc-gen', '--version'] },
  {
    file: 'mod-auth-openidc.test.ts',
    packages: ['libapache2-mod-auth-openidc'],
    probe: ['test', '-e', '/usr/lib/apache2/modules/mod_auth_openidc.so'],
  },
  { file: 'proxies.test.ts', packages: ['nginx', 'caddy'], probe: ['sh', '-c', 'nginx -v && caddy version'] },
  {
    file: 'authlib.test.ts',
    packages: ['python3-authlib', 'python3-requests'],
    probe: ['/usr/bin/python3', '-c', 'import authlib, requests'],
  },
  {
    file: 'receivers.test.ts',
    packages: ['python3', 'golang-go'],
    probe: ['sh', '-c', '/usr/bin/python3 --version && go version'],
  },
  {
    file: 'proofs.test.ts',
    packages: ['python3-cryptography'],
    probe: ['/usr/bin/python3', '-c', 'import cryptography'],
  },
  { file: 'redis.test.ts', packages: ['redis-server'], probe: ['redis-server', '--version'] },
  { file: 'shells.test.ts', packages: ['zsh', 'fish'], probe: ['sh', '-c', 'zsh --version && fish --version'] },
];

/** Which of the tests of Debian's programs can run here, and why the others cannot. */
export interface Installed {
  readonly files: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Installs by apt what is missing of the programs whose tests are `wanted`, where this process may: it is root, and
 * there is apt-get.
 */
export const installPrograms = (wanted: (file: string) => boolean): Installed => {
  const programs = PROGRAMS.filter(({ file }) => wanted(file));
  const absent = programs.filter(isMissing);
  const reason = absent.length === 0 ? '' : install(absent.flatMap(({ packages }) => packages));
  const missing = absent.filter(isMissing);
  return {
    files: programs.filter((program) => !missing.includes(program)).map(({ file }) => file),
    missing: missing.map(({ packages }) => `${packages.join(' ')} is not installed: ${reason}`),
  };
};

/** Installs packages unless the command `probe` of the shell succeeds; gives why they are not there, or an empty text. */
export const installPackages = (packages: readonly string[], probe: string): string => {
  const isThere = (): boolean => failureOf('sh', ['-c', probe]) === '';
  if (isThere()) return '';
  const reason = install(packages);
  return isThere() ? '' : reason || 'they are not where they should be';
};

/** A download that breaks off is repeated. */
const APT = ['--quiet', '-o', 'Acquire::Retries=3'];

const isMissing = ({ probe: [command, ...parameters] }: Program): boolean => failureOf(command, parameters) !== '';

/** Why packages cannot be installed; empty when they were. */
const install = (packages: readonly string[]): string => {
  if (!existsSync('/usr/bin/apt-get')) return 'this is no Debian';
  if (process.getuid?.() !== 0) return `run apt-get install ${packages.join(' ')} as root`;
  const parameters = ['install', '--yes', '--no-install-recommends', ...packages];
  return failureOf('apt-get', [...APT, 'update']) || failureOf('apt-get', [...APT, ...parameters]);
};

const failureOf = (command: string, parameters: readonly string[]): string => {
  try {
    execFileSync(command, parameters, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
