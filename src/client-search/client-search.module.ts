import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Client } from '../clients/client.entity';
import { FollowingModule } from '../event-log/following/following.module';
import { ClientSearchService } from './client-search.service';
import { TermCountsService } from './terms/term-counts.service';
import { SearchRepository } from './search.repository';
import { ClientTermCount } from './terms/client-term-count.entity';
import { ClientTerm } from './terms/client-term.entity';

/** The search for clients, for the server and for commands. */
@Module({
  imports: [FollowingModule, TypeOrmModule.forFeature([Client, ClientTerm, ClientTermCount])],
  providers: [ClientSearchService, SearchRepository, TermCountsService],
  exports: [ClientSearchService, TermCountsService],
})
export class ClientSearchModule {}
