import { Module } from '@nestjs/common';
import { DiscoveryController } from './discovery.controller';

/** What this server tells about itself. */
@Module({ controllers: [DiscoveryController] })
export class DiscoveryModule {}
