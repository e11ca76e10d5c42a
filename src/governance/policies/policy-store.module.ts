import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientStoreModule } from '../../clients/client-store.module';
import { operatorPolicy } from '../../clients/operator-policy';
import { EventLogModule } from '../../event-log/event-log.module';
import { fromEnvironment } from '../../platform/config/from-environment';
import { IssuerPoliciesService } from './issuer-policies.service';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import { Policy } from './policy.entity';
import { PolicyCatalogService } from './policy-catalog.service';
import { PolicyOptions } from './policy-options';
import { PolicyTrialsService } from './policy-trials.service';
import { PolicyWriterService } from './policy-writer.service';
import { PolicyVersion } from './policy-version.entity';
import { RegistrationPoliciesService } from './registration-policies.service';
import { TokenPoliciesService } from './token-policies.service';

/** What the environment configures of policies. */
export const POLICY_OPTIONS = fromEnvironment(PolicyOptions, (environment) => ({
  file: environment.POLICY_FILE,
  isOpen: environment.REGISTRATION_MODE === 'open',
  open: environment.OPEN_REGISTRATION_POLICY,
  protected: environment.PROTECTED_REGISTRATION_POLICY,
  issuers: environment.SOFTWARE_STATEMENT_ISSUERS,
  canAskForDecisions: environment.DECISION_SECRETS.length > 0,
  operator: operatorPolicy(environment),
}));

/** Policies, and which of them hold for a request, for the server and for commands. It does not read `POLICY_FILE`. */
@Module({
  imports: [ClientStoreModule, EventLogModule, TypeOrmModule.forFeature([Policy, PolicyVersion])],
  providers: [
    POLICY_OPTIONS,
    IssuerPoliciesService,
    PoliciesRepository,
    PoliciesService,
    PolicyCatalogService,
    PolicyTrialsService,
    PolicyWriterService,
    RegistrationPoliciesService,
    TokenPoliciesService,
  ],
  exports: [
    IssuerPoliciesService,
    PoliciesRepository,
    PoliciesService,
    PolicyCatalogService,
    PolicyOptions,
    PolicyTrialsService,
    PolicyWriterService,
    RegistrationPoliciesService,
    TokenPoliciesService,
  ],
})
export class PolicyStoreModule {}
