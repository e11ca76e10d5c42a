import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientWriteRepository } from './client-write.repository';
import { Client } from './client.entity';
import { ClientRepository } from './client.repository';
import { ClientsService } from './clients.service';
import { ClientEventsService } from './events/client-events.service';

/** Reading and writing clients, which needs no keys. Only `ClientsService` writes: the statements are not exported. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([Client])],
  providers: [ClientEventsService, ClientRepository, ClientsService, ClientWriteRepository],
  exports: [ClientRepository, ClientsService],
})
export class ClientStoreModule {}
