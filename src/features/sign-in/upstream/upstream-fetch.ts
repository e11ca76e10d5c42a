import { allowInsecureRequests, type Configuration, type CustomFetch } from 'openid-client';
import type { Upstream } from '../../../platform/config/upstreams/upstream';
import { OutboundFailed } from '../../../platform/outbound/outbound-errors';
import type { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';

const KIB = 1024;
const LIMIT_BYTES = 64 * KIB;
/** Responses that say nothing about the request: the upstream, or what is before it, cannot serve it now. */
const TOO_MANY_REQUESTS = 429;
const SERVER_FAULTS = 500;

/** Whether the operator wrote an http address of this machine. */
export const isPlain = ({ provider }: Upstream): boolean => provider.issuer.startsWith('http:');

/** Lets openid-client use http, for an address of this machine that the operator wrote. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- the library marks it so that it stands out
export const permitPlain: (configuration: Configuration) => void = allowInsecureRequests;

/**
 * The requests of openid-client to one upstream. They have the limits of all requests of this server. Throws `OutboundFailed`
 * and `OutboundBusy`, the first also for a fault of the upstream (status 5xx, 429).
 */
export const upstreamFetch =
  (outbound: OutboundHttpService, upstream: Upstream): CustomFetch =>
  async (url, { method, headers, body }) => {
    const octets = octetsOf(body);
    const answer = await outbound.exchange(url, {
      purpose: 'upstreams',
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(octets && { body: octets }),
      limitBytes: LIMIT_BYTES,
      timeoutMs: upstream.timeoutSeconds * 1000,
      permitsPlainLoopback: isPlain(upstream),
    });
    if (answer.status >= SERVER_FAULTS || answer.status === TOO_MANY_REQUESTS)
      throw new OutboundFailed(`the status is ${answer.status}`);
    return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: answer.headers });
  };

const octetsOf = (body: unknown): Uint8Array | undefined => {
  if (body instanceof URLSearchParams || typeof body === 'string') return Buffer.from(body.toString());
  return body instanceof Uint8Array ? body : undefined;
};
