import type { OutboundGet } from '../../platform/outbound/outbound-request';
import { OutboundHttpService } from '../../platform/outbound/outbound-http.service';

/** `ISSUER`, and the variables of requests to other hosts. */
interface Variables {
  readonly ISSUER: string;
  readonly FETCH_ALLOW_PRIVATE_HOSTS: readonly string[];
  readonly FETCH_CA?: string;
}

/**
 * Requests to the address of `ISSUER`, as others see it. It is the only host that may have a private address besides those
 * of `FETCH_ALLOW_PRIVATE_HOSTS`, because the operator owns it.
 */
export abstract class OwnAddress {
  abstract getJson(url: string, options?: Pick<OutboundGet, 'headers'>): Promise<unknown>;
}

const MOST_BYTES = 64 * 1024;

export const ownAddressOf = ({ ISSUER, FETCH_ALLOW_PRIVATE_HOSTS, FETCH_CA }: Variables): OwnAddress => {
  const { hostname, port } = new URL(ISSUER);
  const http = new OutboundHttpService({
    FETCH_ALLOW_PRIVATE_HOSTS: [...FETCH_ALLOW_PRIVATE_HOSTS, `${hostname}:${port || '443'}`],
    ...(FETCH_CA !== undefined && { FETCH_CA }),
  });
  return {
    getJson: (url, options) => http.getJson(url, { purpose: 'own address', limitBytes: MOST_BYTES, ...options }),
  };
};
