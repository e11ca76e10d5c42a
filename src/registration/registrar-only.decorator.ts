import { RequiresScope } from '../authentication/bearer/requires-scope.decorator';
import { REGISTER_SCOPE } from '../core/metadata/scope-tokens';
import { OpenRegistrationLimit } from './open-registration.limit';
import { RegistrationGuard } from './registration.guard';

/**
 * Protects a handler by an access token with the scope `register` (RFC 7591 section 3). In open mode it also serves
 * requests without a token, which it counts.
 */
export const RegistrarOnly = (): MethodDecorator =>
  RequiresScope(REGISTER_SCOPE, {
    resource: '/register',
    scheme: 'registrar',
    guards: [RegistrationGuard, OpenRegistrationLimit],
  });
