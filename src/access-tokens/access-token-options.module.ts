import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { AccessTokenOptions } from './access-token-options';

/** The configuration of access tokens, for the server and for commands. */
@Module({
  providers: [
    fromEnvironment(
      AccessTokenOptions,
      ({ ACCESS_TOKEN_LIFETIME, RESOURCES, MANAGEMENT_SCOPE, ADMIN_TOKEN_ISSUER, DEFAULT_RESOURCE }) => ({
        lifetime: ACCESS_TOKEN_LIFETIME,
        resources: RESOURCES,
        managementScope: MANAGEMENT_SCOPE,
        administratorIssuer: ADMIN_TOKEN_ISSUER,
        defaultResource: DEFAULT_RESOURCE,
      }),
    ),
  ],
  exports: [AccessTokenOptions],
})
export class AccessTokenOptionsModule {}
