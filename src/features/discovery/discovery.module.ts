import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { GrantsModule } from '../../access-tokens/grants/grants.module';
import { ClientsModule } from '../../clients/clients.module';
import { seesCertificates } from '../../clients/operator-policy';
import type { Environment } from '../../platform/config/environment';
import { fromEnvironment } from '../../platform/config/from-environment';
import { DiscoveryOptions } from './discovery-options';
import { DiscoveryController } from './discovery.controller';
import { ResourceMetadataController } from './resource-metadata.controller';
import { ServerMetadataService } from './server-metadata.service';

/** The variables that the published metadata follow. */
export const discoveryOptions = (environment: Environment): DiscoveryOptions => ({
  external: {
    authorization_endpoint: environment.AUTHORIZATION_ENDPOINT,
    userinfo_endpoint: environment.USERINFO_ENDPOINT,
    end_session_endpoint: environment.END_SESSION_ENDPOINT,
    pushed_authorization_request_endpoint: environment.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
    device_authorization_endpoint: environment.DEVICE_AUTHORIZATION_ENDPOINT,
    backchannel_authentication_endpoint: environment.BACKCHANNEL_AUTHENTICATION_ENDPOINT,
    token_endpoint: environment.TOKEN_ENDPOINT,
    jwks_uri: environment.JWKS_URI,
    introspection_endpoint: environment.INTROSPECTION_ENDPOINT,
    revocation_endpoint: environment.REVOCATION_ENDPOINT,
  },
  hasSignIn: environment.SIGN_IN_UPSTREAMS.length > 0,
  acrValues: [...new Set(environment.SIGN_IN_UPSTREAMS.flatMap(({ acr }) => Object.keys(acr)))],
  acceptsClientDocuments: environment.CIMD === 'on',
  requiresPushed: environment.REQUIRE_PUSHED_REQUESTS,
  acceptsRequestObjects: environment.REQUEST_OBJECTS === 'on',
  namesRegistration: environment.ADVERTISE_REGISTRATION,
  grantTypes: environment.GRANT_TYPES,
  claims: environment.CLAIMS_SUPPORTED,
  seesCertificates: seesCertificates(environment),
  extra: environment.DISCOVERY_EXTRA,
});

/** The metadata that this server publishes about itself. */
@Module({
  imports: [AccessTokensModule, ClientsModule, GrantsModule],
  controllers: [DiscoveryController, ResourceMetadataController],
  providers: [fromEnvironment(DiscoveryOptions, discoveryOptions), ServerMetadataService],
})
export class DiscoveryModule {}
