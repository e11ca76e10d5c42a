import { Module } from '@nestjs/common';
import { GrantsModule } from '../access-tokens/grants/grants.module';
import { DiscoveryController } from './discovery.controller';

/** The metadata that this server publishes about itself. */
@Module({ imports: [GrantsModule], controllers: [DiscoveryController] })
export class DiscoveryModule {}
