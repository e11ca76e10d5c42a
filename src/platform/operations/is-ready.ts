import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Environment } from '../config/environment';

/** The local address of a server that listens on every address. */
const OWN_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const TIMEOUT_MS = 4000;

type Listening = Pick<Environment, 'HOST' | 'PORT' | 'TLS_CERT'>;

/** Whether the server of this environment, on this machine, responds that it is ready. */
export const isReady = ({ HOST, PORT, TLS_CERT }: Listening): Promise<boolean> =>
  new Promise((resolve) => {
    const request = TLS_CERT === '' ? requestPlain : requestTls;
    const asked = request(
      {
        host: OWN_ADDRESS[HOST] ?? HOST,
        port: PORT,
        path: '/health/ready',
        timeout: TIMEOUT_MS,
        rejectUnauthorized: false, // its certificate names its public address, and nothing secret is sent
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => {
      resolve(false);
    });
    asked.end();
  });
