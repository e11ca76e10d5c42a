import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { keepTrack } from './close-leftovers';

/** What an address answers: a JSON value, or whatever the function does. */
export type Page = ((request: IncomingMessage, response: ServerResponse) => void) | object;

/** An https server on this machine with a certificate of an authority of its own. */
export interface HttpsServer {
  /** `https://localhost:PORT`, what FETCH_ALLOW_PRIVATE_HOSTS has to name as `localhost` or `localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** The certificate of the authority, and a file of it for FETCH_CA. */
  readonly ca: string;
  readonly caFile: string;
  /** The paths that were asked for. */
  readonly requests: string[];
  /** How many connections were opened, whether or not they got as far as a request. */
  connections(): number;
  /** Answers `path` by a page from now on. */
  serve(path: string, page: Page): void;
  close(): Promise<void>;
}

/** The variables that let an application fetch from a server of the tests. */
export const fetchVariables = ({
  port,
  caFile,
}: HttpsServer): { FETCH_ALLOW_PRIVATE_HOSTS: string; FETCH_CA: string } => ({
  FETCH_ALLOW_PRIVATE_HOSTS: `localhost:${port}`,
  FETCH_CA: caFile,
});

/** Starts a server; what is not served is 404. */
export const startHttpsServer = async (pages: Readonly<Record<string, Page>> = {}): Promise<HttpsServer> => {
  const served = new Map(Object.entries(pages));
  const requests: string[] = [];
  const { ca, certificate, privateKey } = await certificates();
  const folder = await mkdtemp(join(tmpdir(), 'clientele-ca-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca);
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    answer(served.get(path), request, response);
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let isClosed = false;
  return keepTrack({
    url: `https://localhost:${port}`,
    port,
    ca,
    caFile,
    requests,
    connections: () => connections,
    serve: (path: string, page: Page) => void served.set(path, page),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  });
};

const answer = (page: Page | undefined, request: IncomingMessage, response: ServerResponse): void => {
  if (typeof page === 'function') return void (page as (...them: unknown[]) => void)(request, response);
  response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(page ?? {}));
};

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;

/** An authority and, signed by it, a certificate for this machine, `*.example` names included. */
const certificates = async (): Promise<{ ca: string; certificate: string; privateKey: string }> => {
  const authority = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const server = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const lifetime = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + HOUR_MS) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Authority of the tests',
    keys: authority,
    signingAlgorithm: EC,
    ...lifetime,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    issuer: ca.subject,
    subject: 'CN=localhost',
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: EC,
    ...lifetime,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'dns', value: 'app.example' },
        { type: 'dns', value: '*.app.example' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '0.0.0.0' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', server.privateKey)).toString('base64');
  return {
    ca: ca.toString('pem'),
    certificate: leaf.toString('pem'),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
};
