import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FollowingModule } from './following.module';
import { LogFollowersTask } from './log-followers.task';

/** The task of all followers of the log, for the server. */
@Module({
  imports: [DiscoveryModule, FollowingModule],
  providers: [LogFollowersTask],
})
export class LogFollowersModule {}
