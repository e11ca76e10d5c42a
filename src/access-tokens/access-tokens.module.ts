import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { ExpiryModule } from '../expiry/expiry.module';
import { KeysModule } from '../keys/keys.module';
import { AccessTokens } from './access-tokens';
import { ResourceServers } from './resource-servers';

/** Access tokens: issued, verified, revoked. */
@Module({
  imports: [ClientsModule, ExpiryModule, KeysModule],
  providers: [AccessTokens, ResourceServers],
  exports: [AccessTokens, ResourceServers],
})
export class AccessTokensModule {}
