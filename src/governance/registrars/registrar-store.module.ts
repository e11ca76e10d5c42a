import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Registrar } from './registrar.entity';
import { RegistrarRepository } from './registrar.repository';

/** Reading and writing registrars, which needs no keys. */
@Module({
  imports: [TypeOrmModule.forFeature([Registrar])],
  providers: [RegistrarRepository],
  exports: [RegistrarRepository],
})
export class RegistrarStoreModule {}
