import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** About as much as the header and the claims of an access token. */
const CONTENT = Buffer.alloc(500, 'x');
const BATCH = 20;

interface Task {
  readonly alg: 'RS256' | 'ES256';
  readonly key: string;
  readonly seconds: number;
}

/**
 * Signs on every core for some seconds and nothing else; prints, as JSON, how many signatures a second came of that, and
 * the CPU time of each in microseconds.
 */
const main = async (alg: Task['alg'], seconds: number): Promise<void> => {
  const key = String(privateKey(alg).export({ type: 'pkcs8', format: 'pem' }));
  const before = process.cpuUsage();
  const made = await Promise.all(
    Array.from({ length: availableParallelism() }, () => onAThread({ alg, key, seconds })),
  );
  const { user, system } = process.cpuUsage(before);
  const signatures = made.reduce((sum, each) => sum + each.signatures, 0);
  const perSecond = made.reduce((sum, each) => sum + each.perSecond, 0);
  console.log(JSON.stringify({ perSecond, cpuPerSignature: (user + system) / signatures }));
};

const privateKey = (alg: Task['alg']): KeyObject =>
  alg === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

interface Made {
  readonly signatures: number;
  readonly perSecond: number;
}

const onAThread = (task: Task): Promise<Made> =>
  new Promise((resolve, reject) => {
    new Worker(__filename, { workerData: task }).once('message', resolve).once('error', reject);
  });

const signFor = ({ key: pem, seconds }: Task): Made => {
  const key = createPrivateKey(pem);
  const began = performance.now();
  let signatures = 0;
  for (let now = began; now - began < seconds * 1000; now = performance.now(), signatures += BATCH)
    for (let each = 0; each < BATCH; each += 1) sign('sha256', CONTENT, { key, dsaEncoding: 'ieee-p1363' });
  return { signatures, perSecond: (signatures * 1000) / (performance.now() - began) };
};

if (isMainThread) void main(process.argv[2] as Task['alg'], Number(process.argv[3]));
else parentPort?.postMessage(signFor(workerData as Task));
