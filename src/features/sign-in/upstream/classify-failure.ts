import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { OutboundBusy, OutboundFailed } from '../../../platform/outbound/outbound-errors';
import { TOLD_CODES, UpstreamRefused, UpstreamUnavailable } from './upstream-errors';

const LONGEST_TEXT = 200;
/** The code by which an upstream says that it cannot do this now (RFC 6749 section 4.1.2.1). */
const TEMPORARY = 'temporarily_unavailable';

/** The error of this server for one of openid-client. Errors of the upstream are named by their code, without data of people. */
export const failureOf = (error: unknown): Error => {
  if (error instanceof UpstreamRefused || error instanceof UpstreamUnavailable) return error;
  const outbound = causesOf(error).find((one) => one instanceof OutboundBusy || one instanceof OutboundFailed);
  if (outbound instanceof OutboundBusy) return new UpstreamUnavailable('busy', outbound.message);
  if (outbound) return new UpstreamUnavailable('unreachable', outbound.message);
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) return saidBy(error);
  if (error instanceof ClientError || error instanceof TypeError)
    return new UpstreamRefused('server_error', reasonOf(error));
  return error instanceof Error ? error : new Error('a sign-in failed', { cause: error });
};

const saidBy = (error: AuthorizationResponseError | ResponseBodyError): Error => {
  const text = `the upstream says ${describe(error)}`;
  if (error.error === TEMPORARY) return new UpstreamUnavailable('error', text);
  const told = error instanceof AuthorizationResponseError && TOLD_CODES.find((code) => code === error.error);
  return new UpstreamRefused(told || 'server_error', text);
};

/** Descriptions of upstreams name people by their addresses. */
const describe = ({ error, error_description = '' }: AuthorizationResponseError | ResponseBodyError): string =>
  `${error}: ${error_description}`
    .replace(/\S+@\S+/g, '(address)')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .slice(0, LONGEST_TEXT);

/** The messages of the libraries name the fault, and the innermost one names it best; their causes have the claims. */
const reasonOf = (error: Error): string =>
  causesOf(error)
    .filter((one): one is Error => one instanceof Error)
    .map(({ message }) => message)
    .join(': ')
    .slice(0, LONGEST_TEXT);

const causesOf = (error: unknown): readonly unknown[] =>
  error instanceof Error ? [error, ...causesOf(error.cause)] : [];
