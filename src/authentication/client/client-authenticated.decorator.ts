import { applyDecorators } from '@nestjs/common';
import { CALLERS } from '../../platform/openapi/callers';
import { ProtectedBy } from '../../platform/openapi/protection.decorator';
import { AllowsPublicClients, ClientAuthenticationGuard, IsFirstContact } from './client-authentication.guard';

/**
 * Protects a handler by client authentication (RFC 6749 section 2.3): guard and documentation. With `public`, it also
 * serves clients of the method `none`, which prove nothing. With `firstContact`, a client that publishes its metadata at
 * its identifier is read from there.
 */
export const ClientAuthenticated = (
  options: { readonly public?: true; readonly firstContact?: true } = {},
): MethodDecorator =>
  applyDecorators(
    ...(options.public ? [AllowsPublicClients(true)] : []),
    ...(options.firstContact ? [IsFirstContact(true)] : []),
    ProtectedBy({ guards: [ClientAuthenticationGuard], caller: CALLERS.client }),
  );
