import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { fromEnvironment } from '../platform/config/from-environment';
import { UsersModule } from '../users/users.module';
import { AdministeredGrantsService } from './administered-grants.service';
import { AuthorizationCode } from './authorization-code.entity';
import { AuthorizationCodesService } from './authorization-codes.service';
import { DeletedClientsListener } from './deleted-clients.listener';
import { PersonalGrantsService } from './personal-grants.service';
import { RefreshTokenFactory } from './refresh-token.factory';
import { RefreshToken } from './refresh-token.entity';
import { RefreshTokenRepository } from './refresh-token.repository';
import { RefreshTokensService } from './refresh-tokens.service';
import { UserGrantOptions } from './user-grant-options';
import { UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';
import { WithdrawnKeysListener } from './withdrawn-keys.listener';

/** What people authorized clients to do, with codes and refresh tokens: for the server and for commands. */
@Module({
  imports: [TypeOrmModule.forFeature([UserGrant, AuthorizationCode, RefreshToken]), EventLogModule, UsersModule],
  providers: [
    fromEnvironment(
      UserGrantOptions,
      ({ REFRESH_GRACE, REFRESH_IDLE, REFRESH_ABSOLUTE, REFRESH_ROTATION, ACCESS_TOKEN_REVOCATION }) => ({
        graceSeconds: REFRESH_GRACE,
        idleSeconds: REFRESH_IDLE,
        absoluteSeconds: REFRESH_ABSOLUTE,
        rotatesAll: REFRESH_ROTATION === 'all',
        endsWithAccessToken: ACCESS_TOKEN_REVOCATION === 'grant',
      }),
    ),
    AdministeredGrantsService,
    AuthorizationCodesService,
    DeletedClientsListener,
    PersonalGrantsService,
    RefreshTokenFactory,
    RefreshTokenRepository,
    RefreshTokensService,
    UserGrantRepository,
    UserGrantsService,
    WithdrawnKeysListener,
  ],
  exports: [
    AdministeredGrantsService,
    AuthorizationCodesService,
    RefreshTokenRepository,
    RefreshTokensService,
    UserGrantOptions,
    UserGrantsService,
  ],
})
export class UserGrantsModule {}
