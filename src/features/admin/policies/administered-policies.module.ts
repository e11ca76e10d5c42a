import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../../../governance/attachments/attachments.module';
import { PolicyStoreModule } from '../../../governance/policies/policy-store.module';
import { AdministratorModule } from '../administrator.module';
import { PoliciesController } from './policies.controller';
import { PolicyTrialsController } from './policy-trials.controller';

/** Policies over HTTP. */
@Module({
  imports: [AdministratorModule, AttachmentsModule, PolicyStoreModule],
  controllers: [PoliciesController, PolicyTrialsController],
})
export class AdministeredPoliciesModule {}
