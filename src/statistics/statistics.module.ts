import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientSearchModule } from '../client-search/client-search.module';
import { FollowingModule } from '../event-log/following/following.module';
import { HourlyCount } from './hourly-count.entity';
import { HourlyCountRepository } from './hourly-count.repository';
import { StatisticsService } from './statistics.service';

/** Statistics, for the server and for commands. */
@Module({
  imports: [ClientSearchModule, FollowingModule, TypeOrmModule.forFeature([HourlyCount])],
  providers: [HourlyCountRepository, StatisticsService],
  exports: [HourlyCountRepository, StatisticsService],
})
export class StatisticsModule {}
