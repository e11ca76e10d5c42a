import { RequiresScope } from '../../authentication/bearer/requires-scope.decorator';
import { NotFound } from '../../core/errors/errors';
import { parameterUnknown } from '../../core/errors/refusals';
import { ADMIN_READ_SCOPE, ADMIN_SCOPE } from '../../core/metadata/scope-tokens';
import { KnownParametersGuard } from '../../platform/http/known-parameters.guard';
import { AdministratorGuard } from './administrator.guard';

const ADMINISTRATION = {
  resource: '/admin',
  guards: [AdministratorGuard, KnownParametersGuard],
  otherRefusals: [new NotFound(), parameterUnknown('limt', ['limit', 'after'], 'limit')],
} as const;

/** Protects a handler that changes something by an access token with the scope `register:admin`. */
export const AdministratorOnly = (): MethodDecorator =>
  RequiresScope(ADMIN_SCOPE, { ...ADMINISTRATION, scheme: 'administrator' });

/** Protects a handler that only reads by an access token with the scope `register:admin:read` or `register:admin`. */
export const AdministratorReads = (): MethodDecorator =>
  RequiresScope(ADMIN_READ_SCOPE, {
    ...ADMINISTRATION,
    scheme: 'administratorReading',
    otherScheme: 'administrator',
  });
