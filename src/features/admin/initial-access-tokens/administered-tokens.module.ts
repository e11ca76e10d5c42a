import { Module } from '@nestjs/common';
import { InitialAccessTokensModule } from '../../../governance/initial-access-tokens/initial-access-tokens.module';
import { IdempotencyModule } from '../../../idempotency/idempotency.module';
import { AdministratorModule } from '../administrator.module';
import { InitialAccessTokensController } from './initial-access-tokens.controller';

/** Initial access tokens over HTTP. */
@Module({
  imports: [AdministratorModule, IdempotencyModule, InitialAccessTokensModule],
  controllers: [InitialAccessTokensController],
})
export class AdministeredTokensModule {}
