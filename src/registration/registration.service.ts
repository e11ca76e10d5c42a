import { Injectable } from '@nestjs/common';
import { ClientIssuer } from '../clients/client-issuer';
import { ClientRepository } from '../clients/client.repository';
import { Environment } from '../config/environment';
import { type ClientInformation, clientInformation } from './client-information';
import type { Admission } from './metadata-admission';

/** Registers clients (RFC 7591 section 3). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly issuer: ClientIssuer,
    private readonly clients: ClientRepository,
    private readonly environment: Environment,
  ) {}

  /** Makes and stores a client of admitted metadata; answers once it is durable. */
  async register({ metadata }: Admission): Promise<ClientInformation> {
    const { client, credentials } = this.issuer.issue(metadata);
    await this.clients.add(client);
    return clientInformation(client, credentials, this.environment);
  }
}
