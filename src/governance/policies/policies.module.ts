import { Module } from '@nestjs/common';
import { PolicyFileService } from './policy-file.service';
import { PolicyStoreModule } from './policy-store.module';
import { RegistrationPoliciesService } from './registration-policies.service';

/** The policies of registrations: `POLICY_FILE`, and which policy holds for a request. */
@Module({
  imports: [PolicyStoreModule],
  providers: [PolicyFileService, RegistrationPoliciesService],
  exports: [RegistrationPoliciesService],
})
export class PoliciesModule {}
