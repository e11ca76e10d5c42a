import { Module } from '@nestjs/common';
import { UsersModule } from '../../../users/users.module';
import { AdministratorModule } from '../administrator.module';
import { UsersController } from './users.controller';

/** Users over HTTP. */
@Module({ imports: [AdministratorModule, UsersModule], controllers: [UsersController] })
export class AdministeredUsersModule {}
