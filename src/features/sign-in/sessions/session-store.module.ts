import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../../../event-log/event-log.module';
import { UsersModule } from '../../../users/users.module';
import { BrowserSession } from './browser-session.entity';
import { BrowserSessionRepository } from './browser-session.repository';
import { SessionsOfPeopleService } from './sessions-of-people.service';
import { SessionsService } from './sessions.service';

/** The sessions of people in their browsers, for the server and for commands. */
@Module({
  imports: [EventLogModule, TypeOrmModule.forFeature([BrowserSession]), UsersModule],
  providers: [BrowserSessionRepository, SessionsOfPeopleService, SessionsService],
  exports: [BrowserSessionRepository, SessionsService],
})
export class SessionStoreModule {}
