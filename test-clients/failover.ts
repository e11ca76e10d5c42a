import { leavingNothing } from '../bench/support/cleanup';
import { temporaryFolder } from '../bench/support/folder';
import { buildProduct } from '../bench/support/prepare';
import { installPackages } from './debian/install';
import { runTests, testsIn } from './support/run-tests';

const PACKAGES = ['postgresql', 'patroni', 'etcd-server', 'haproxy', 'pgbouncer'];
const PROBE = 'ls /usr/lib/postgresql/*/bin/postgres && command -v patroni etcd /usr/sbin/haproxy /usr/sbin/pgbouncer';

/** Runs the server on clusters that change their primary, with Debian's programs. `--short`: in less than a minute. */
const testFailover = async (words: readonly string[]): Promise<void> => {
  const reason = installPackages(PACKAGES, PROBE);
  if (reason !== '') throw new Error(`${PACKAGES.join(' ')} are needed: ${reason}`);
  buildProduct();
  const environment = { FAILOVER_SHORT: words.includes('--short') ? '1' : '0' };
  await runTests(testsIn('failover'), await temporaryFolder(), environment);
};

void leavingNothing(() => testFailover(process.argv.slice(2)));
