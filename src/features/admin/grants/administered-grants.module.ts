import { Module } from '@nestjs/common';
import { UserGrantsModule } from '../../../user-grants/user-grants.module';
import { AdministratorModule } from '../administrator.module';
import { GrantsController } from './grants.controller';

/** Grants of users over HTTP. */
@Module({ imports: [AdministratorModule, UserGrantsModule], controllers: [GrantsController] })
export class AdministeredGrantsModule {}
