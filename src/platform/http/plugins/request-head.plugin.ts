import type { IncomingMessage } from 'node:http';
import { InvalidRequest } from '../../../core/errors/errors';
import { httpPlugin } from '../http-plugin';
import { headerValues } from '../sole-header';

/** A path, and a query if any (RFC 9112 section 3.2.1). */
const ORIGIN_FORM = /^\/[^#]*$/;
/** A name or an address, and a port if any (RFC 3986 section 3.2.2); user information is not part of it. */
const HOST = /^(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::\d*)?$/;

/**
 * Refuses heads that two programs may read differently (RFC 9112 sections 3.2 and 11.1): a target that is an absolute
 * address or has a fragment; a `Host` that is missing, repeated or not a host. `OPTIONS *` is about the server as a
 * whole and gets 204. A refusal closes the connection, because the server may misread the following bytes as well.
 */
export const requestHead = httpPlugin(
  // A refusal has the headers that these plugins set, too.
  { name: 'request-head', dependencies: ['request-id', 'security-headers', 'caching', 'cross-origin'] },
  (fastify) => {
    fastify.addHook('onRequest', ({ raw, originalUrl }, reply, next) => {
      if (raw.method === 'OPTIONS' && originalUrl === '*') return void reply.status(204).send();
      const fault = ORIGIN_FORM.test(originalUrl) ? hostFault(raw) : targetFault();
      if (fault) reply.header('Connection', 'close');
      next(fault);
    });
  },
);

const targetFault = (): InvalidRequest =>
  new InvalidRequest('the request target must be a path without a fragment; send the host in the Host header');

const hostFault = ({ httpVersion, rawHeaders }: IncomingMessage): InvalidRequest | undefined => {
  const hosts = headerValues(rawHeaders, 'host');
  const [host] = hosts;
  if (host === undefined && httpVersion === '1.0') return undefined;
  return hosts.length === 1 && HOST.test(host ?? '')
    ? undefined
    : new InvalidRequest('the Host header must be sent once and be a host; send it as RFC 9112 section 3.2 says');
};
