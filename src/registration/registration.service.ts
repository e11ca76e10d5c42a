import { Injectable } from '@nestjs/common';
import { ClientIssuer } from '../clients/client-issuer';
import { ClientRepository } from '../clients/client.repository';
import { Environment } from '../config/environment';
import { type ClientInformation, clientInformation } from './client-information';
import { IdempotentAnswers, type RepeatableRequest } from './idempotency/idempotent-answers';
import type { Admission } from './metadata-admission';
import { StatementUses } from './statements/statement-uses';

/** Registers clients (RFC 7591 section 3). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly issuer: ClientIssuer,
    private readonly clients: ClientRepository,
    private readonly statementUses: StatementUses,
    private readonly answers: IdempotentAnswers,
    private readonly environment: Environment,
  ) {}

  /**
   * Makes and stores a client of admitted metadata; answers once it is durable. The answer to a `repeatable` request is
   * kept with it. Throws `AlreadyAnswered` if such a one was answered meanwhile: then nothing is stored.
   */
  async register({ metadata, uses }: Admission, repeatable?: RepeatableRequest): Promise<ClientInformation> {
    const { client, credentials } = this.issuer.issue(metadata);
    const registered = Object.assign(client, { software_instance: uses.instance });
    const answer = clientInformation(client, credentials, this.environment);
    await this.statementUses.settle(uses, (spend) =>
      this.clients.add(
        registered,
        (repeatable ?? spend) &&
          (async (manager) => {
            if (repeatable) await this.answers.keep(manager, repeatable, answer);
            await spend?.(manager);
          }),
      ),
    );
    return answer;
  }
}
