import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { ClientOptions } from './client-options';
import { ClientSecretsService } from './client-secrets.service';

/** The secrets of clients, for the server and for commands. It needs `SecretsModule`. */
@Module({
  providers: [
    fromEnvironment(ClientOptions, ({ CLIENT_SECRET_LIFETIME }) => ({ secretLifetime: CLIENT_SECRET_LIFETIME })),
    ClientSecretsService,
  ],
  exports: [ClientSecretsService],
})
export class ClientSecretsModule {}
