import { Injectable } from '@nestjs/common';
import { type ClientInformation, clientInformation } from '../clients/client-information';
import { ClientFactory } from '../clients/client.factory';
import { type Alongside, ClientRepository } from '../clients/client.repository';
import type { RequestContext } from '../core/request-context';
import { Environment } from '../platform/config/environment';
import { SingleUseService } from '../registration-requests/software-statements/single-use.service';
import { IdempotencyService } from './idempotency/idempotency.service';
import type { RegistrationAttempt } from './idempotency/registration-attempt.pipe';

/** Registers clients (RFC 7591 section 3). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly factory: ClientFactory,
    private readonly clients: ClientRepository,
    private readonly statementUses: SingleUseService,
    private readonly answers: IdempotencyService,
    private readonly environment: Environment,
  ) {}

  /**
   * Makes and stores a client of admitted metadata; answers once it is durable. The answer to a repeatable request is
   * kept with it. Where such a request was answered meanwhile nothing is stored, and it is answered alike.
   */
  async register({ issuer }: RequestContext, attempt: RegistrationAttempt): Promise<ClientInformation> {
    if ('answered' in attempt) return attempt.answered;
    const { admission, repeatable } = attempt;
    const { metadata, uses } = admission;
    const { client, credentials } = this.factory.issue(metadata);
    const registered = Object.assign(client, { software_instance: uses.instance });
    const answer = clientInformation(client, credentials, {
      issuer,
      accessTokenLifetime: this.environment.ACCESS_TOKEN_LIFETIME,
    });
    const keep: Alongside | undefined = repeatable && ((manager) => this.answers.keep(manager, repeatable, answer));
    try {
      await this.statementUses.settle(uses, (spend) => this.clients.add(registered, keep, spend));
      return answer;
    } catch (error) {
      return this.answers.insteadOf(error, repeatable);
    }
  }
}
