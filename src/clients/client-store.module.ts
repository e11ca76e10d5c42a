import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdministeredClientsService } from './administered-clients.service';
import { ClientDirectory } from './client-directory.service';
import { ClientWriteRepository } from './client-write.repository';
import { Client } from './client.entity';
import { ClientRepository } from './client.repository';
import { ClientsService } from './clients.service';
import { ClientEventsService } from './events/client-events.service';
import { ReservedValueRepository } from './reserved-values/reserved-value.repository';
import { ReservedValue } from './reserved-values/reserved-value.entity';
import { ClientStatusService } from './status/client-status.service';

/** Reading and writing clients, which needs no keys. Only `ClientsService` writes: the statements are not exported. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([Client, ReservedValue])],
  providers: [
    AdministeredClientsService,
    ClientDirectory,
    ClientEventsService,
    ClientRepository,
    ClientsService,
    ClientStatusService,
    ClientWriteRepository,
    ReservedValueRepository,
  ],
  exports: [
    AdministeredClientsService,
    ClientDirectory,
    ClientEventsService,
    ClientRepository,
    ClientsService,
    ClientStatusService,
  ],
})
export class ClientStoreModule {}
