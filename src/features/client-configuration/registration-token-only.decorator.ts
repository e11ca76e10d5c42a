import { CALLERS } from '../../platform/openapi/callers';
import { ProtectedBy } from '../../platform/openapi/protection.decorator';
import { ManagementScopeGuard } from './management-scope.guard';
import { RegistrationTokenGuard } from './registration-token.guard';

/**
 * Protects a handler by the registration access token of the client in its address (RFC 7592 section 2), or by an
 * access token of that client with `MANAGEMENT_SCOPE`: guards and documentation.
 */
export const RegistrationTokenOnly = (): MethodDecorator =>
  ProtectedBy({
    guards: [ManagementScopeGuard, RegistrationTokenGuard],
    caller: CALLERS.registrationAccessToken,
  });
