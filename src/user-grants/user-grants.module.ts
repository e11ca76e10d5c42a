import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { AuthorizationCode } from './authorization-code.entity';
import { RefreshToken } from './refresh-token.entity';
import { UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** What people authorized clients to do, with codes and refresh tokens. */
@Module({
  imports: [TypeOrmModule.forFeature([UserGrant, AuthorizationCode, RefreshToken]), EventLogModule],
  providers: [UserGrantRepository, UserGrantsService],
  exports: [UserGrantsService],
})
export class UserGrantsModule {}
