import { OutboundFailed } from './outbound-errors';

/** How long a connection may take if the host has another address. */
const CONNECT_MS = 600;
/** The codes of Node and undici for an address that cannot be reached. */
const UNREACHED = new Set<unknown>([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EINVAL', 'ETIMEDOUT'],
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Returns the result of the first address of a host that can be reached. Each may take 600 milliseconds to connect, the
 * last one `lastMs`. They are tried one after the other, so that each attempt holds a slot of its own address only: a
 * host that also lists the address of another host takes no slot of that address meanwhile.
 */
export const fromFirstReached = async <Result>(
  addresses: readonly string[],
  lastMs: number,
  ask: (address: string, connectMs: number) => Promise<Result>,
): Promise<Result> => {
  const [first = '', ...others] = addresses;
  if (others.length === 0) return ask(first, lastMs);
  try {
    return await ask(first, CONNECT_MS);
  } catch (failure) {
    if (isUnreached(failure)) return fromFirstReached(others, lastMs, ask);
    throw failure;
  }
};

/** Whether there was no connection, so that nothing was sent. */
const isUnreached = (failure: unknown): boolean =>
  failure instanceof OutboundFailed && UNREACHED.has((failure.cause as { code?: unknown } | undefined)?.code);
