import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../../access-tokens/access-tokens.module';
import { ClientsModule } from '../../../clients/clients.module';
import { fromEnvironment } from '../../../platform/config/from-environment';
import { AuthorizationOptions } from './authorization-options';
import { AuthorizationRequestsService } from './authorization-requests.service';

/** Authorization requests are read and judged here. */
@Module({
  imports: [AccessTokensModule, ClientsModule],
  providers: [
    fromEnvironment(AuthorizationOptions, (environment) => ({
      errorRedirects: environment.ERROR_REDIRECTS,
      trustedRedirectHosts: environment.TRUSTED_REDIRECT_HOSTS,
      loopbackPorts: environment.LOOPBACK_PORTS,
      requiresPushed: environment.REQUIRE_PUSHED_REQUESTS,
      acrValues: environment.SIGN_IN_UPSTREAMS.flatMap(({ acr }) => Object.keys(acr)),
    })),
    AuthorizationRequestsService,
  ],
  exports: [AuthorizationRequestsService],
})
export class RequestModule {}
