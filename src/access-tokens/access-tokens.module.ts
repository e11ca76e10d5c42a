import { Module } from '@nestjs/common';
import { EventLogModule } from '../event-log/event-log.module';
import { ClientsModule } from '../clients/clients.module';
import { ReplayModule } from '../platform/replay/replay.module';
import { SigningKeysModule } from '../signing-keys/signing-keys.module';
import { UserGrantsModule } from '../user-grants/user-grants.module';
import { AccessTokenOptionsModule } from './access-token-options.module';
import { AccessTokensService } from './access-tokens.service';
import { ResourceServersService } from './resource-servers.service';
import { UserResourcesService } from './user-resources.service';

/** Access tokens: issued, verified, revoked. */
@Module({
  imports: [AccessTokenOptionsModule, ClientsModule, EventLogModule, ReplayModule, SigningKeysModule, UserGrantsModule],
  providers: [AccessTokensService, ResourceServersService, UserResourcesService],
  exports: [AccessTokenOptionsModule, AccessTokensService, ResourceServersService, UserResourcesService],
})
export class AccessTokensModule {}
