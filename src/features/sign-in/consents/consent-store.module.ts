import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Consent } from './consent.entity';
import { ConsentRepository } from './consent.repository';
import { ConsentsOfPeopleService } from './consents-of-people.service';

/** What people allowed, stored: for the server and for commands. */
@Module({
  imports: [TypeOrmModule.forFeature([Consent])],
  providers: [ConsentRepository, ConsentsOfPeopleService],
  exports: [ConsentRepository],
})
export class ConsentStoreModule {}
