import { Injectable } from '@nestjs/common';
import { ClientIssuer } from '../clients/client-issuer';
import { ClientRepository } from '../clients/client.repository';
import { Environment } from '../config/environment';
import { type ClientInformation, clientInformation } from './client-information';
import type { Admission } from './metadata-admission';
import { StatementUses } from './statements/statement-uses';

/** Registers clients (RFC 7591 section 3). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly issuer: ClientIssuer,
    private readonly clients: ClientRepository,
    private readonly statementUses: StatementUses,
    private readonly environment: Environment,
  ) {}

  /** Makes and stores a client of admitted metadata; answers once it is durable. */
  async register({ metadata, uses }: Admission): Promise<ClientInformation> {
    const { client, credentials } = this.issuer.issue(metadata);
    const registered = Object.assign(client, { software_instance: uses.instance });
    await this.statementUses.settle(uses, (spend) => this.clients.add(registered, spend));
    return clientInformation(client, credentials, this.environment);
  }
}
