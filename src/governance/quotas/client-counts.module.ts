import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientCountRepository } from './client-count.repository';
import { ClientCount } from './client-count.entity';
import { LivingClientsRepository } from './living-clients.repository';
import { DeletedClientsListener } from './deleted-clients.listener';

/** How many clients of a credential exist. Every program that deletes clients needs it, so that their places are given back. */
@Module({
  imports: [TypeOrmModule.forFeature([ClientCount])],
  providers: [ClientCountRepository, DeletedClientsListener, LivingClientsRepository],
  exports: [ClientCountRepository, LivingClientsRepository],
})
export class ClientCountsModule {}
