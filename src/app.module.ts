import { type DynamicModule, Module } from '@nestjs/common';
import { AdminModule } from './features/admin/admin.module';
import { ClientConfigurationModule } from './features/client-configuration/client-configuration.module';
import { DiscoveryModule } from './features/discovery/discovery.module';
import { AuditTasksModule } from './event-log/audit/audit-tasks.module';
import { LogFollowersModule } from './event-log/following/log-followers.module';
import { RefusalsModule } from './event-log/refusals/refusals.module';
import { IdleClientsTaskModule } from './governance/idle-clients/idle-clients-task.module';
import { DocumentTasksModule } from './client-documents/document-tasks.module';
import { ClientTermsModule } from './client-search/terms/client-terms.module';
import { ConsentStoreModule } from './features/sign-in/consents/consent-store.module';
import { SessionStoreModule } from './features/sign-in/sessions/session-store.module';
import type * as SignIn from './features/sign-in/sign-in.module';
import { ConfigModule } from './platform/config/config.module';
import { DatabaseModule } from './platform/database/database.module';
import { isUnavailable } from './platform/database/unavailable';
import { HttpModule } from './platform/http/http.module';
import { OperationsModule } from './platform/operations/operations.module';
import { RateLimitsModule } from './platform/rate-limits/rate-limits.module';
import { ReplayModule } from './platform/replay/replay.module';
import { SecretsModule } from './platform/secrets/secrets.module';
import { RegistrationModule } from './features/registration/registration.module';
import { SigningKeysModule } from './signing-keys/signing-keys.module';
import { TokenModule } from './features/token/token.module';
import { DeliveryModule } from './webhooks/delivery/delivery.module';

/** Loaded where people sign in. */
const signIn = (): typeof SignIn => require('./features/sign-in/sign-in.module') as typeof SignIn;

/** The modules of every server. */
@Module({
  imports: [
    ConfigModule,
    HttpModule.forRoot(isUnavailable),
    OperationsModule,
    DatabaseModule.ofServer(),
    SecretsModule,
    ReplayModule,
    RateLimitsModule,
    AuditTasksModule,
    ClientTermsModule,
    DocumentTasksModule,
    DeliveryModule,
    LogFollowersModule,
    RefusalsModule,
    SigningKeysModule,
    TokenModule,
    // What is kept of people is exported and erased although sign-in is off.
    ConsentStoreModule,
    SessionStoreModule,
    RegistrationModule,
    ClientConfigurationModule,
    AdminModule,
    IdleClientsTaskModule,
    DiscoveryModule,
  ],
})
export class AppModule {
  /** The modules of a server with these variables. Without an upstream there is no sign-in, and none of its addresses. */
  static for({ SIGN_IN_UPSTREAMS }: { readonly SIGN_IN_UPSTREAMS: { readonly length: number } }): DynamicModule {
    return { module: AppModule, imports: SIGN_IN_UPSTREAMS.length > 0 ? [signIn().SignInModule] : [] };
  }
}
