import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientStoreModule } from '../../clients/client-store.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { ClientCountsModule } from '../quotas/client-counts.module';
import { Registrar } from './registrar.entity';
import { RegistrarRepository } from './registrar.repository';
import { RegistrarsService } from './registrars.service';

/** The registrars that an operator made, for the server and for commands. */
@Module({
  imports: [ClientStoreModule, PolicyStoreModule, ClientCountsModule, TypeOrmModule.forFeature([Registrar])],
  providers: [RegistrarRepository, RegistrarsService],
  exports: [RegistrarsService],
})
export class RegistrarsModule {}
