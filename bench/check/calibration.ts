import { createHash, createHmac, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { aWebClient } from '../load/requests';

/**
 * A piece of work that never changes, of what the server does for a request: JSON, hashes, a signature made and one
 * verified, texts cut and joined, objects made and dropped. No code of the product is in it.
 */
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = randomBytes(32);
const body = JSON.stringify(aWebClient('A client to calibrate by'));

const piece = (number: number): number => {
  let made = 0;
  for (let turn = 0; turn < 4; turn += 1) {
    const metadata = JSON.parse(body) as Record<string, unknown>;
    const copy = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${name}_${turn}`, value]));
    const text = JSON.stringify({ ...metadata, ...copy, number });
    made += createHmac('sha256', key).update(text).digest('base64url').length;
    made += text.split(',').filter((part) => /^"[a-z_]+":/.test(part)).length;
  }
  const token = `${createHash('sha256').update(String(number)).digest('base64url')}.${body}`;
  const signature = sign('sha256', Buffer.from(token), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  if (!verify('sha256', Buffer.from(token), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature))
    throw new Error('a signature of ours is not good');
  return made;
};

/** Works for so long; gives the CPU time of one piece, in microseconds. */
const calibrate = (ms: number): number => {
  const end = performance.now() + ms;
  const before = process.cpuUsage();
  let pieces = 0;
  while (performance.now() < end) pieces += Math.sign(piece(pieces));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / pieces;
};

process.on('message', (ms: number) => {
  process.send?.(calibrate(ms));
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined); // the parent ends it
