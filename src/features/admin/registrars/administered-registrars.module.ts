import { Module } from '@nestjs/common';
import { RegistrarsModule } from '../../../governance/registrars/registrars.module';
import { IdempotencyModule } from '../../../idempotency/idempotency.module';
import { AdministratorModule } from '../administrator.module';
import { RegistrarsController } from './registrars.controller';

/** Registrars over HTTP. */
@Module({
  imports: [AdministratorModule, IdempotencyModule, RegistrarsModule],
  controllers: [RegistrarsController],
})
export class AdministeredRegistrarsModule {}
