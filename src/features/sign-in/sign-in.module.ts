import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokensModule } from '../../access-tokens/access-tokens.module';
import { ClientsModule } from '../../clients/clients.module';
import { EventLogModule } from '../../event-log/event-log.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { ExpirySweepTask } from '../../platform/replay/expiry-sweep.task';
import { UserGrantsModule } from '../../user-grants/user-grants.module';
import { UsersUpkeepModule } from '../../users/users-upkeep.module';
import { UsersModule } from '../../users/users.module';
import { ApplicationsController } from './applications/applications.controller';
import { ApplicationsService } from './applications/applications.service';
import { ArrivalsService } from './callback/arrivals.service';
import { CallbackController } from './callback/callback.controller';
import { CallbackService } from './callback/callback.service';
import { ConsentsModule } from './consents/consents.module';
import { DecisionController } from './decision/decision.controller';
import { DecisionService } from './decision/decision.service';
import { PagesModule } from './pages/pages.module';
import { PushedModule } from './pushed/pushed.module';
import { RequestModule } from './request/request.module';
import { SessionsModule } from './sessions/sessions.module';
import { SignOutModule } from './sign-out/sign-out.module';
import { AccessService } from './transactions/access.service';
import { AuthorizationController } from './transactions/authorization.controller';
import { AuthorizationService } from './transactions/authorization.service';
import { CodesService } from './transactions/codes.service';
import { ConsentPagesService } from './transactions/consent-pages.service';
import { DeparturesService } from './transactions/departures.service';
import { RepeatedAnswersService } from './transactions/repeated-answers.service';
import { SignInTransaction } from './transactions/sign-in-transaction.entity';
import { SignInTransactionRepository } from './transactions/sign-in-transaction.repository';
import { BrowserTransactionsService } from './transactions/browser-transactions.service';
import { SignInTransactionsService } from './transactions/sign-in-transactions.service';
import { TransactionContentsService } from './transactions/transaction-contents.service';
import { TransactionOptions } from './transactions/transaction-options';
import { VisitsService } from './transactions/visits.service';
import { UpstreamsModule } from './upstream/upstreams.module';

/** Sign-in: the authorization endpoint, and what follows it until the code. */
@Module({
  imports: [
    AccessTokensModule,
    ClientsModule,
    ConsentsModule,
    EventLogModule,
    PagesModule,
    PushedModule,
    RequestModule,
    SessionsModule,
    SignOutModule,
    TypeOrmModule.forFeature([SignInTransaction]),
    UpstreamsModule,
    UserGrantsModule,
    UsersModule,
    UsersUpkeepModule,
  ],
  controllers: [ApplicationsController, AuthorizationController, DecisionController, CallbackController],
  providers: [
    fromEnvironment(TransactionOptions, ({ REFRESH_ABSOLUTE }) => ({ refreshSeconds: REFRESH_ABSOLUTE })),
    SignInTransactionRepository,
    BrowserTransactionsService,
    SignInTransactionsService,
    TransactionContentsService,
    {
      provide: 'the sweep of sign_in_transactions',
      inject: [SignInTransactionRepository],
      useFactory: (entries: SignInTransactionRepository) => new ExpirySweepTask('sign_in_transactions', entries),
    },
    RepeatedAnswersService,
    AccessService,
    ApplicationsService,
    ConsentPagesService,
    DeparturesService,
    VisitsService,
    CodesService,
    AuthorizationService,
    DecisionService,
    ArrivalsService,
    CallbackService,
  ],
})
export class SignInModule {}
