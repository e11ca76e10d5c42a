import { applyDecorators, type CanActivate, type Type } from '@nestjs/common';
import type { OAuthError } from '../../core/errors/oauth-error';
import type { ResourcePath } from '../../core/issuer';
import type { AccessTokenSchemeName } from '../../platform/openapi/access-token-schemes';
import { byAccessToken } from '../../platform/openapi/callers';
import { ProtectedBy } from '../../platform/openapi/protection.decorator';
import { BearerGuard } from './bearer.guard';
import { RequiredAccess } from './required-access.decorator';

interface Options {
  /** The path of the protected resource. Refusals refer to its metadata, and tokens for other resources are refused. */
  readonly resource: ResourcePath;
  /** The security scheme of the OpenAPI document that has the scope. */
  readonly scheme: AccessTokenSchemeName;
  /** Guards to use instead of {@link BearerGuard}. The first extends it. */
  readonly guards?: readonly Type<CanActivate>[];
  /** The security scheme of the OpenAPI document of other credentials that the guards accept. */
  readonly otherScheme?: string;
  /** Refusals of the handler that depend on these credentials, for the OpenAPI document. */
  readonly otherRefusals?: readonly OAuthError[];
}

/** Protects a handler by an access token with this scope: guard, scope and documentation. */
export const RequiresScope = (
  scope: string,
  { resource, scheme, guards = [BearerGuard], otherScheme, otherRefusals = [] }: Options,
): MethodDecorator => {
  const { security, refusals } = byAccessToken(scheme, scope);
  const caller = {
    security: [...security, ...(otherScheme === undefined ? [] : [{ [otherScheme]: [] }])],
    refusals: [...refusals, ...otherRefusals],
  };
  return applyDecorators(RequiredAccess({ scope, resource }), ProtectedBy({ guards, caller }));
};
