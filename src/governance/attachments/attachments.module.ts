import { Module } from '@nestjs/common';
import { InitialAccessTokenStoreModule } from '../initial-access-tokens/initial-access-token-store.module';
import { PolicyStoreModule } from '../policies/policy-store.module';
import { RegistrarStoreModule } from '../registrars/registrar-store.module';
import { ApplicationService } from './application.service';
import { AttachmentsService } from './attachments.service';

/** The credentials that policies are attached to, for the server and for commands. */
@Module({
  imports: [InitialAccessTokenStoreModule, PolicyStoreModule, RegistrarStoreModule],
  providers: [ApplicationService, AttachmentsService],
  exports: [ApplicationService, AttachmentsService],
})
export class AttachmentsModule {}
