import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { DpopModule } from '../dpop/dpop.module';
import { BearerGuard } from './bearer.guard';
import { BearerStrategy } from './bearer.strategy';
import { DpopStrategy } from './dpop.strategy';
import { ProtectedResourceController } from './protected-resource.controller';

/** The protection of resources by access tokens. */
@Module({
  imports: [AccessTokensModule, DpopModule],
  controllers: [ProtectedResourceController],
  providers: [BearerStrategy, DpopStrategy, BearerGuard],
  exports: [AccessTokensModule, BearerStrategy, DpopStrategy, BearerGuard, DpopModule],
})
export class BearerModule {}
