import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { InitialAccessToken } from './initial-access-token.entity';
import { InitialAccessTokenRepository } from './initial-access-token.repository';
import { InitialAccessTokensService } from './initial-access-tokens.service';
import { TokenKeysService } from './token-keys.service';

/** Initial access tokens (RFC 7591 section 3), for the server and for commands. */
@Module({
  imports: [TypeOrmModule.forFeature([InitialAccessToken]), PolicyStoreModule],
  providers: [InitialAccessTokenRepository, InitialAccessTokensService, TokenKeysService],
  exports: [InitialAccessTokensService],
})
export class InitialAccessTokensModule {}
