import { Module } from '@nestjs/common';
import { StatisticsModule } from '../../../statistics/statistics.module';
import { StatisticsTask } from '../../../statistics/statistics.task';
import { FollowingModule } from '../../../event-log/following/following.module';
import { AdministratorModule } from '../administrator.module';
import { StatisticsController } from './statistics.controller';

/** Statistics over HTTP, and the task that counts. */
@Module({
  imports: [AdministratorModule, FollowingModule, StatisticsModule],
  controllers: [StatisticsController],
  providers: [StatisticsTask],
})
export class AdministeredStatisticsModule {}
