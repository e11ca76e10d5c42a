import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { KeysModule } from '../keys/keys.module';
import { AccessTokens } from './access-tokens';

/** Access tokens: issued, verified. */
@Module({
  imports: [ClientsModule, KeysModule],
  providers: [AccessTokens],
  exports: [AccessTokens],
})
export class AccessTokensModule {}
