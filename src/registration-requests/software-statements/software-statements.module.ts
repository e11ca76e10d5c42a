import { Module } from '@nestjs/common';
import { ClientFactoryModule } from '../../clients/client-factory.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { OutboundModule } from '../../platform/outbound/outbound.module';
import { ReplayModule } from '../../platform/replay/replay.module';
import { IssuerKeysService } from './issuer-keys.service';
import { RegistrationJwtService } from './registration-jwt.service';
import { SingleUseService } from './single-use.service';
import { SoftwareStatementOptions } from './software-statement-options';
import { SoftwareStatementsService } from './software-statements.service';
import { StatementMergeService } from './statement-merge.service';

/** Software statements and requests that are signed as a whole: their verification, their merge, their single use. */
@Module({
  imports: [ClientFactoryModule, OutboundModule, ReplayModule],
  providers: [
    fromEnvironment(SoftwareStatementOptions, (environment) => {
      const issuers = environment.SOFTWARE_STATEMENT_ISSUERS;
      return {
        issuers,
        isRequired: environment.REQUIRE_SOFTWARE_STATEMENT || issuers.some(({ required }) => required),
        metadataExtensions: environment.METADATA_EXTENSIONS,
      };
    }),
    IssuerKeysService,
    RegistrationJwtService,
    SingleUseService,
    SoftwareStatementsService,
    StatementMergeService,
  ],
  exports: [SingleUseService, SoftwareStatementsService, StatementMergeService],
})
export class SoftwareStatementsModule {}
