import { Module } from '@nestjs/common';
import type { Environment } from '../platform/config/environment';
import { fromEnvironment } from '../platform/config/from-environment';
import { AccessTokenOptions } from './access-token-options';
import { refreshLifetimeOf } from './token-lifetimes';

/** What the environment says of access tokens. */
export const accessTokenOptions = (environment: Environment): AccessTokenOptions => ({
  lifetime: environment.ACCESS_TOKEN_LIFETIME,
  userLifetime: environment.USER_TOKEN_LIFETIME,
  refreshLifetime: refreshLifetimeOf(environment),
  resources: environment.RESOURCES,
  managementScope: environment.MANAGEMENT_SCOPE,
  administratorIssuer: environment.ADMIN_TOKEN_ISSUER,
  defaultResource: environment.DEFAULT_RESOURCE,
});

/** The configuration of access tokens, for the server and for commands. */
@Module({
  providers: [fromEnvironment(AccessTokenOptions, accessTokenOptions)],
  exports: [AccessTokenOptions],
})
export class AccessTokenOptionsModule {}
