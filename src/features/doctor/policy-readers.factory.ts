import { Injectable } from '@nestjs/common';
import { AttachmentsService } from '../../governance/attachments/attachments.service';
import { InitialAccessTokenRepository } from '../../governance/initial-access-tokens/initial-access-token.repository';
import { PoliciesRepository } from '../../governance/policies/policies.repository';
import { PoliciesService } from '../../governance/policies/policies.service';
import { PolicyOptions } from '../../governance/policies/policy-options';
import { RegistrationPoliciesService } from '../../governance/policies/registration-policies.service';
import { RegistrarRepository } from '../../governance/registrars/registrar.repository';
import { ExaminedDatabase } from './examined-database';

/** The services that read and judge policies, on the examined database. They write nothing. */
export interface PolicyReaders {
  readonly policies: PoliciesService;
  readonly attachments: AttachmentsService;
  readonly repository: PoliciesRepository;
}

/** Makes the readers of policies once the examined database is known to have their tables. */
@Injectable()
export class PolicyReadersFactory {
  constructor(
    private readonly options: PolicyOptions,
    private readonly database: ExaminedDatabase,
  ) {}

  /** Throws `StartFailure` without a database. */
  create(): PolicyReaders {
    const { options } = this;
    const { dataSource } = this.database;
    const repository = new PoliciesRepository(dataSource);
    const policies = new PoliciesService(repository, options);
    const attachments = new AttachmentsService(
      options,
      new RegistrationPoliciesService(options, policies),
      repository,
      new InitialAccessTokenRepository(dataSource),
      new RegistrarRepository(dataSource),
    );
    return { policies, attachments, repository };
  }
}
