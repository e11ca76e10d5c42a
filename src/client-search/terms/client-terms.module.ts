import { Module } from '@nestjs/common';
import { ClientSearchModule } from '../client-search.module';
import { ClientTermRepository } from './client-term.repository';
import { ClientTermsFollower } from './client-terms.follower';

/** What writes the terms of clients, for the server. */
@Module({
  imports: [ClientSearchModule],
  providers: [ClientTermRepository, ClientTermsFollower],
})
export class ClientTermsModule {}
