import { Module } from '@nestjs/common';
import { ClientSearchModule } from '../client-search.module';
import { FollowingModule } from '../../event-log/following/following.module';
import { ClientTermRepository } from './client-term.repository';
import { ClientTermsTask } from './client-terms.task';

/** The task that writes the terms of clients, for the server. */
@Module({
  imports: [ClientSearchModule, FollowingModule],
  providers: [ClientTermRepository, ClientTermsTask],
})
export class ClientTermsModule {}
