import { request } from 'node:https';
import type { Identity } from './certificates';
import type { Transport } from './test-server';

/** Sends requests by Node's own https client, with a certificate of the caller if it has one. */
export const overTls =
  (ca: string, identity?: Pick<Identity, 'cert' | 'key'>): Transport =>
  (address, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const own = identity && { cert: identity.cert, key: identity.key };
      const sent = request(address, { method, headers, ca, ...own, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const all = Object.entries(response.headers).flatMap(([name, value]) =>
            [value ?? []].flat().map((one): [string, string] => [name, one]),
          );
          const status = response.statusCode ?? 0;
          resolve(new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers: all }));
        });
      });
      sent.on('error', reject).end(body);
    });
