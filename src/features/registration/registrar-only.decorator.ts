import { RequiresScope } from '../../authentication/bearer/requires-scope.decorator';
import { quotaReached } from '../../core/errors/refusals';
import { OpenRegistrationLimit } from './open-registration.limit';
import { REGISTRATION_ACCESS } from './registration-access';
import { RegistrationGuard } from './registration.guard';

/**
 * Protects a handler by an access token with the scope `register`, or an initial access token (RFC 7591 section 3). In open mode it also serves
 * requests without a token, which it counts.
 */
export const RegistrarOnly = (): MethodDecorator =>
  RequiresScope(REGISTRATION_ACCESS.scope, {
    resource: REGISTRATION_ACCESS.resource,
    scheme: 'registrar',
    otherScheme: 'initialAccessToken',
    otherRefusals: [quotaReached('initial access token', 1)],
    guards: [RegistrationGuard, OpenRegistrationLimit],
  });
