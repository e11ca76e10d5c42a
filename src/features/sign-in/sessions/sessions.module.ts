import { Module } from '@nestjs/common';
import { UsersModule } from '../../../users/users.module';
import { SessionStoreModule } from './session-store.module';
import { SessionsSweepTask } from './sessions-sweep.task';

/** The sessions of people in their browsers, and the deletion of those that have expired. */
@Module({
  imports: [SessionStoreModule, UsersModule],
  providers: [SessionsSweepTask],
  exports: [SessionStoreModule],
})
export class SessionsModule {}
