import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { ReplayModule } from '../platform/replay/replay.module';
import { SigningKeysModule } from '../signing-keys/signing-keys.module';
import { AccessTokensService } from './access-tokens.service';
import { ResourceServersService } from './resource-servers.service';

/** Access tokens: issued, verified, revoked. */
@Module({
  imports: [ClientsModule, ReplayModule, SigningKeysModule],
  providers: [AccessTokensService, ResourceServersService],
  exports: [AccessTokensService, ResourceServersService],
})
export class AccessTokensModule {}
