import { Module } from '@nestjs/common';
import { StatisticsModule } from '../../../statistics/statistics.module';
import { StatisticsFollower } from '../../../statistics/statistics.follower';
import { AdministratorModule } from '../administrator.module';
import { StatisticsController } from './statistics.controller';

/** Statistics over HTTP, and what counts. */
@Module({
  imports: [AdministratorModule, StatisticsModule],
  controllers: [StatisticsController],
  providers: [StatisticsFollower],
})
export class AdministeredStatisticsModule {}
