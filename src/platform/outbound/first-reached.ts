import { OutboundFailed } from './outbound-failed';

/** So long a connection may take where the host has another address. */
const CONNECT_MS = 600;
/** What Node and undici call an address to which there is no way. */
const UNREACHED = new Set<unknown>([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EINVAL', 'ETIMEDOUT'],
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What the first of a host's addresses gives that can be connected to; the last of them may take `lastMs` for that. One
 * after the other, so that a slot is that of the address connected to: who names the address of another beside their
 * own takes none of its slots.
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

/** Whether there was no connection, so that nothing was asked. */
const isUnreached = (failure: unknown): boolean =>
  failure instanceof OutboundFailed && UNREACHED.has((failure.cause as { code?: unknown }).code);
