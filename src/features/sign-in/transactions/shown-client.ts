import { fingerprintOf } from '../../../clients/client-fingerprint';
import type { Client } from '../../../clients/client.entity';
import { PageError } from '../request/authorization-refusal';
import type { AskedContents } from './transaction-contents';

/**
 * Requires that a client is still the one that the page showed: a decision covers exactly that. Throws {@link PageError} if
 * its name, its keys or its redirect URIs changed meanwhile.
 */
export const requireShownClient = ({ fingerprint }: AskedContents, client: Client): void => {
  if (fingerprint === undefined || fingerprint === fingerprintOf(client)) return;
  throw new PageError('client_changed', 'the client must be as the page showed it; start again');
};
