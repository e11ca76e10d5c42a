import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { ClientAuthenticationGuard } from './client-authentication.guard';

/** How clients prove at the token endpoint who they are. */
@Module({
  imports: [ClientsModule],
  providers: [ClientAuthenticationGuard],
  exports: [ClientAuthenticationGuard, ClientsModule],
})
export class ClientAuthenticationModule {}
