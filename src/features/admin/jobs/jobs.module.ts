import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientSearchModule } from '../../../client-search/client-search.module';
import { ClientsModule } from '../../../clients/clients.module';
import { IdempotencyModule } from '../../../idempotency/idempotency.module';
import { AdministratorModule } from '../administrator.module';
import { JobActionService } from './job-action.service';
import { JobRunService } from './job-run.service';
import { JobState } from './job-state.entity';
import { JobTargetsService } from './job-targets.service';
import { Job } from './job.entity';
import { JobRepository } from './job.repository';
import { JobsController } from './jobs.controller';
import { JobsService } from './jobs.service';
import { JobsTask } from './jobs.task';

/** Jobs over HTTP: one action for many clients. */
@Module({
  imports: [
    AdministratorModule,
    ClientSearchModule,
    ClientsModule,
    IdempotencyModule,
    TypeOrmModule.forFeature([Job, JobState]),
  ],
  controllers: [JobsController],
  providers: [JobActionService, JobRepository, JobRunService, JobTargetsService, JobsService, JobsTask],
})
export class JobsModule {}
