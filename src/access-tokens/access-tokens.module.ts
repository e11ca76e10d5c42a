import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { fromEnvironment } from '../platform/config/from-environment';
import { ReplayModule } from '../platform/replay/replay.module';
import { SigningKeysModule } from '../signing-keys/signing-keys.module';
import { AccessTokenOptions } from './access-token-options';
import { AccessTokensService } from './access-tokens.service';
import { ResourceServersService } from './resource-servers.service';

/** Access tokens: issued, verified, revoked. */
@Module({
  imports: [ClientsModule, ReplayModule, SigningKeysModule],
  providers: [
    fromEnvironment(AccessTokenOptions, ({ ACCESS_TOKEN_LIFETIME, RESOURCES, MANAGEMENT_SCOPE }) => ({
      lifetime: ACCESS_TOKEN_LIFETIME,
      resources: RESOURCES,
      managementScope: MANAGEMENT_SCOPE,
    })),
    AccessTokensService,
    ResourceServersService,
  ],
  exports: [AccessTokenOptions, AccessTokensService, ResourceServersService],
})
export class AccessTokensModule {}
