import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import { isBlank } from '../core/metadata/not-sent';
import { patchedMetadata } from '../core/metadata/patched-metadata';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { claimsOf } from '../registration-requests/software-statements/registration-jwt.service';
import type { RegistrationPayload } from '../registration-requests/dto/registration-payload.dto';
import type { ClientUpdate } from './client-update';

type Json = Readonly<Record<string, unknown>>;

/** RFC 7592 section 2.2: the request "MUST NOT include" them. */
const FORBIDDEN = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** Checks the members of an update that the server issues, and returns the metadata that the update requests. */
@Injectable()
export class UpdateRequestService {
  constructor(private readonly vault: SecretVaultService) {}

  /**
   * Returns the metadata to validate for an update. A signed request need not contain the `client_id`: the address
   * does. Throws `InvalidRegistration`.
   */
  read(body: ClientUpdate, client: Client): RegistrationPayload {
    if (body.is === 'patch') return { json: this.patched(body.json, client) };
    if (body.is === 'whole') return { json: this.whole(body.json, client) };
    this.checkIssued(claimsOf(body.jwt), client);
    return { jwt: body.jwt };
  }

  /**
   * The metadata that a PUT requests. Throws `InvalidRegistration` unless it contains the `client_id` (RFC 7592 section
   * 2.2).
   */
  private whole(json: Json, client: Client): Json {
    if (isBlank(json['client_id']))
      throw invalidClientMetadata('client_id', 'must be sent', `send ${client.client_id}`);
    this.checkIssued(json, client);
    return json;
  }

  /** The metadata of the client after a merge patch (RFC 7396 section 2). Throws `InvalidRegistration`. */
  private patched(json: Json, client: Client): Json {
    this.checkIssued(json, client);
    return patchedMetadata(client.metadata, json);
  }

  private checkIssued(json: Json, { client_id, client_secrets }: Client): void {
    for (const member of FORBIDDEN)
      if (!isBlank(json[member])) throw invalidClientMetadata(member, 'must not be sent in an update', 'leave it out');
    const { client_id: named, client_secret } = json;
    if (!isBlank(named) && named !== client_id)
      throw invalidClientMetadata('client_id', 'must be the one of this address', `send ${client_id}`);
    if (isBlank(client_secret)) return;
    if (typeof client_secret !== 'string' || !this.vault.matches(client_secret, client_secrets))
      throw invalidClientMetadata('client_secret', 'must be the secret of this client', 'leave it out to keep it');
  }
}
