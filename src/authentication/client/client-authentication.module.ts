import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ClientsModule } from '../../clients/clients.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { OutboundModule } from '../../platform/outbound/outbound.module';
import { ReplayModule } from '../../platform/replay/replay.module';
import { AssertionCheckService } from './assertions/assertion-check.service';
import { ClientKeysService } from './assertions/client-keys.service';
import { AuthenticationMethodRegistry } from './authentication-method.registry';
import { ClientAuthenticationOptions } from './client-authentication-options';
import { ClientAuthenticationGuard } from './client-authentication.guard';
import { ClientAuthenticationService } from './client-authentication.service';
import { FailedAttemptsLimit } from './failed-attempts.limit';
import { ForeignSecretCheckService } from './foreign-secret-check.service';
import { METHOD_CLASSES } from './methods/method-classes';
import { SecretCheckService } from './secret-check.service';
import { StandInClientsService } from './stand-in-clients.service';

/** Client authentication at the token endpoints. */
@Module({
  imports: [ClientsModule, DiscoveryModule, ReplayModule, OutboundModule],
  providers: [
    fromEnvironment(ClientAuthenticationOptions, ({ ASSERTION_AUDIENCE }) => ({
      acceptsTokenEndpointAsAudience: ASSERTION_AUDIENCE !== 'issuer',
    })),
    ...METHOD_CLASSES,
    ...[AssertionCheckService, ClientKeysService, ForeignSecretCheckService, SecretCheckService],
    AuthenticationMethodRegistry,
    ...[ClientAuthenticationService, ClientAuthenticationGuard, StandInClientsService, FailedAttemptsLimit],
  ],
  exports: [
    AuthenticationMethodRegistry,
    ClientAuthenticationGuard,
    ClientAuthenticationService,
    ClientKeysService,
    FailedAttemptsLimit,
    ClientsModule,
  ],
})
export class ClientAuthenticationModule {}
