import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { fromEnvironment } from '../platform/config/from-environment';
import { SignInOptionsModule } from '../users/sign-in-options.module';
import { AuthorizationCode } from './authorization-code.entity';
import { AuthorizationCodesService } from './authorization-codes.service';
import { RefreshToken } from './refresh-token.entity';
import { DeletedClientsListener } from './deleted-clients.listener';
import { GrantKeysInUseService } from './grant-keys-in-use.service';
import { RefreshTokenFactory } from './refresh-token.factory';
import { RefreshTokenRepository } from './refresh-token.repository';
import { RefreshTokensService } from './refresh-tokens.service';
import { UserGrantSweepTask } from './user-grant-sweep.task';
import { UserGrantOptions } from './user-grant-options';
import { UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** What people authorized clients to do, with codes and refresh tokens. */
@Module({
  imports: [
    TypeOrmModule.forFeature([UserGrant, AuthorizationCode, RefreshToken]),
    EventLogModule,
    SignInOptionsModule,
  ],
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
    AuthorizationCodesService,
    DeletedClientsListener,
    GrantKeysInUseService,
    RefreshTokenFactory,
    RefreshTokenRepository,
    RefreshTokensService,
    UserGrantRepository,
    UserGrantsService,
    UserGrantSweepTask,
  ],
  exports: [AuthorizationCodesService, RefreshTokensService, UserGrantOptions, UserGrantsService],
})
export class UserGrantsModule {}
