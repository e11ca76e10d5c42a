import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { InitialAccessToken } from './initial-access-token.entity';
import { InitialAccessTokenRepository } from './initial-access-token.repository';

/** Reading and writing initial access tokens, which needs no keys. */
@Module({
  imports: [TypeOrmModule.forFeature([InitialAccessToken])],
  providers: [InitialAccessTokenRepository],
  exports: [InitialAccessTokenRepository],
})
export class InitialAccessTokenStoreModule {}
