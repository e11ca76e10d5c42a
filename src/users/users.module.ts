import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { AccessRulesService } from './access-rules.service';
import { AdministeredUsersService } from './administered-users.service';
import { PersonalDataRegistry } from './personal-data.registry';
import { SignInOptionsModule } from './sign-in-options.module';
import { User } from './user.entity';
import { UserRepository } from './user.repository';
import { UsersService } from './users.service';

/** The people who sign in, and who of them is let in: for the server and for commands. */
@Module({
  imports: [DiscoveryModule, EventLogModule, SignInOptionsModule, TypeOrmModule.forFeature([User])],
  providers: [AccessRulesService, AdministeredUsersService, PersonalDataRegistry, UserRepository, UsersService],
  exports: [AccessRulesService, AdministeredUsersService, SignInOptionsModule, UserRepository, UsersService],
})
export class UsersModule {}
