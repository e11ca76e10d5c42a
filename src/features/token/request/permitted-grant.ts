import { grantTypeNotRegistered } from '../../../core/errors/refusals';
import type { GrantDefinition } from '../../../access-tokens/grants/grant.decorator';
import type { Client } from '../../../clients/client.entity';
import { UnauthorizedClient } from '../../../core/errors/errors';

/**
 * Throws {@link UnauthorizedClient} unless the client may use the grant (RFC 6749 section 5.2): it has registered the
 * grant, and it authenticates, or the grant is for public clients too.
 */
export const requirePermittedGrant = (
  { grant_type, allowsPublicClients }: Pick<GrantDefinition, 'grant_type' | 'allowsPublicClients'>,
  { metadata }: Pick<Client, 'metadata'>,
): void => {
  if (metadata.token_endpoint_auth_method === 'none' && !allowsPublicClients)
    throw new UnauthorizedClient(
      `grant_type ${grant_type} is for clients that authenticate; register another token_endpoint_auth_method`,
    );
  if (!metadata.grant_types.includes(grant_type)) throw grantTypeNotRegistered(grant_type);
};
