import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { SignInOptionsModule } from '../../users/sign-in-options.module';
import { GrantRegistry } from './grant.registry';

/** The registry of the grants. The grants themselves are providers of the features that serve them. */
@Module({ imports: [DiscoveryModule, SignInOptionsModule], providers: [GrantRegistry], exports: [GrantRegistry] })
export class GrantsModule {}
