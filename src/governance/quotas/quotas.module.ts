import { Module } from '@nestjs/common';
import { fromEnvironment } from '../../platform/config/from-environment';
import { NO_POLICY } from '../policies/policy-names';
import { ClientCountsModule } from './client-counts.module';
import { QuotaOptions } from './quota-options';
import { QuotasService } from './quotas.service';

/** Quotas of living clients, for the server. */
@Module({
  imports: [ClientCountsModule],
  providers: [
    fromEnvironment(QuotaOptions, ({ REGISTRAR_CLIENT_ID, PROTECTED_REGISTRATION_POLICY }) => ({
      registrar: REGISTRAR_CLIENT_ID,
      hasPolicy: PROTECTED_REGISTRATION_POLICY !== NO_POLICY,
    })),
    QuotasService,
  ],
  exports: [QuotasService],
})
export class QuotasModule {}
