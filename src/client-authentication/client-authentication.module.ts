import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { ExpiryModule } from '../expiry/expiry.module';
import { FetchingModule } from '../fetching/fetching.module';
import { AssertionCheck } from './assertions/assertion-check';
import { ClientKeys } from './assertions/client-keys';
import { ClientAuthenticationGuard } from './client-authentication.guard';
import { ClientAuthenticator } from './client-authenticator';
import { FailedAttempts } from './failed-attempts';
import { ClientSecretBasic } from './methods/client-secret-basic';
import { ClientSecretJwt } from './methods/client-secret-jwt';
import { ClientSecretPost } from './methods/client-secret-post';
import { None } from './methods/none';
import { NoneByBasic } from './methods/none-by-basic';
import { PrivateKeyJwt } from './methods/private-key-jwt';
import { SelfSignedTlsClientAuth } from './methods/self-signed-tls-client-auth';
import { TlsClientAuth } from './methods/tls-client-auth';
import { SecretCheck } from './secret-check';
import { StandInClients } from './stand-in-clients';

const METHODS = [
  ...[ClientSecretBasic, ClientSecretPost, ClientSecretJwt, PrivateKeyJwt],
  ...[TlsClientAuth, SelfSignedTlsClientAuth, None, NoneByBasic],
];

/** How clients prove at the token endpoint who they are. */
@Module({
  imports: [ClientsModule, ExpiryModule, FetchingModule],
  providers: [
    ...METHODS,
    ...[AssertionCheck, ClientKeys, SecretCheck],
    ...[ClientAuthenticator, ClientAuthenticationGuard, StandInClients, FailedAttempts],
  ],
  exports: [ClientAuthenticationGuard, ClientAuthenticator, FailedAttempts, ClientsModule],
})
export class ClientAuthenticationModule {}
