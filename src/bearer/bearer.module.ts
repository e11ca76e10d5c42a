import { Module } from '@nestjs/common';
import { AccessTokensModule } from '../access-tokens/access-tokens.module';
import { BearerGuard } from './bearer.guard';
import { BearerStrategy } from './bearer.strategy';
import { ProtectedResourceController } from './protected-resource.controller';

/** The protection of resources by bearer tokens. */
@Module({
  imports: [AccessTokensModule],
  controllers: [ProtectedResourceController],
  providers: [BearerStrategy, BearerGuard],
  exports: [BearerStrategy, BearerGuard],
})
export class BearerModule {}
