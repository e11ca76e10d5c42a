import { Module } from '@nestjs/common';
import { EventLogModule } from '../../event-log/event-log.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { ClientCountsModule } from '../quotas/client-counts.module';
import { InitialAccessTokenStoreModule } from './initial-access-token-store.module';
import { InitialAccessTokensService } from './initial-access-tokens.service';
import { TokenListService } from './token-list.service';
import { TokenKeysService } from './token-keys.service';

/** Initial access tokens (RFC 7591 section 3), for the server and for commands. */
@Module({
  imports: [EventLogModule, InitialAccessTokenStoreModule, PolicyStoreModule, ClientCountsModule],
  providers: [InitialAccessTokensService, TokenKeysService, TokenListService],
  exports: [InitialAccessTokensService, TokenListService],
})
export class InitialAccessTokensModule {}
