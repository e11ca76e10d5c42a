import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { PolicyFileService } from './policy-file.service';
import { PolicyStoreModule } from './policy-store.module';

/** The policies of registrations, and `POLICY_FILE`. */
@Module({
  imports: [AttachmentsModule, PolicyStoreModule],
  providers: [PolicyFileService],
  exports: [PolicyStoreModule],
})
export class PoliciesModule {}
