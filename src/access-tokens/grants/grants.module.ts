import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { GrantRegistry } from './grant.registry';

/** The registry of the grants. The grants themselves are providers of the features that serve them. */
@Module({ imports: [DiscoveryModule], providers: [GrantRegistry], exports: [GrantRegistry] })
export class GrantsModule {}
