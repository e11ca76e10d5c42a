import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FollowedLogRepository } from './followed-log.repository';
import { LogFollower } from './log-follower.entity';
import { LogFollowerRepository } from './log-follower.repository';

/** What reads the sealed log in its order, and remembers how far it is. */
@Module({
  imports: [TypeOrmModule.forFeature([LogFollower])],
  providers: [FollowedLogRepository, LogFollowerRepository],
  exports: [FollowedLogRepository, LogFollowerRepository],
})
export class FollowingModule {}
