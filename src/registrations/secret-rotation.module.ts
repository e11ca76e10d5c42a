import { Module } from '@nestjs/common';
import { ClientSecretsModule } from '../clients/client-secrets.module';
import { ClientStoreModule } from '../clients/client-store.module';
import { PolicyStoreModule } from '../governance/policies/policy-store.module';
import { SecretRotationService } from './secret-rotation.service';

/** New secrets of clients, for the server and for commands. It needs `SecretsModule`. */
@Module({
  imports: [ClientSecretsModule, ClientStoreModule, PolicyStoreModule],
  providers: [SecretRotationService],
  exports: [SecretRotationService],
})
export class SecretRotationModule {}
