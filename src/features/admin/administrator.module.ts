import { Module } from '@nestjs/common';
import { BearerModule } from '../../authentication/bearer/bearer.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { OutboundModule } from '../../platform/outbound/outbound.module';
import { ReplayModule } from '../../platform/replay/replay.module';
import { ExternalAdministratorOptions } from './external/external-administrator-options';
import { ExternalAdministratorsService } from './external/external-administrators.service';
import { ExternalKeysService } from './external/external-keys.service';
import { AdministratorGuard } from './administrator.guard';

/** What every controller below `/admin` needs: its guard. */
@Module({
  imports: [BearerModule, EventLogModule, OutboundModule, ReplayModule],
  providers: [
    AdministratorGuard,
    ExternalAdministratorsService,
    ExternalKeysService,
    fromEnvironment(ExternalAdministratorOptions, (environment) => ({
      issuer: environment.ADMIN_TOKEN_ISSUER,
      audience: environment.ADMIN_TOKEN_AUDIENCE,
      jwksUri: environment.ADMIN_TOKEN_JWKS_URI,
      claim: environment.ADMIN_TOKEN_CLAIM,
      values: environment.ADMIN_TOKEN_VALUES,
      readValues: environment.ADMIN_TOKEN_READ_VALUES,
    })),
  ],
  exports: [AdministratorGuard, BearerModule, ExternalAdministratorsService],
})
export class AdministratorModule {}
