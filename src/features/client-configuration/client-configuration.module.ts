import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { ClientsModule } from '../../clients/clients.module';
import { PolicyStoreModule } from '../../governance/policies/policy-store.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { RegistrationRequestsModule } from '../../registration-requests/registration-requests.module';
import { RegistrationsModule } from '../../registrations/registrations.module';
import { ClientConfigurationOptions } from './client-configuration-options';
import { ClientConfigurationController } from './client-configuration.controller';
import { ClientConfigurationService } from './client-configuration.service';
import { ManagementScopeGuard } from './management-scope.guard';
import { RegistrationTokenGuard } from './registration-token.guard';
import { RegistrationTokensService } from './registration-tokens.service';
import { UpdateLimit } from './update.limit';

/** The client configuration endpoint (RFC 7592): each client reads, updates and deletes itself. */
@Module({
  imports: [
    AccessTokensModule,
    BearerModule,
    ClientsModule,
    PolicyStoreModule,
    RegistrationRequestsModule,
    RegistrationsModule,
  ],
  controllers: [ClientConfigurationController],
  providers: [
    fromEnvironment(ClientConfigurationOptions, ({ REGISTRATION_TOKEN_ROTATION }) => ({
      rotatesRegistrationTokens: REGISTRATION_TOKEN_ROTATION !== 'never',
    })),
    ClientConfigurationService,
    ManagementScopeGuard,
    RegistrationTokenGuard,
    RegistrationTokensService,
    UpdateLimit,
  ],
})
export class ClientConfigurationModule {}
