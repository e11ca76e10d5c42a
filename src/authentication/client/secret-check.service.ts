import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { SecretVaultService } from '../../platform/secrets/secret-vault.service';
import { AuthenticationFailed } from './client-authentication-method';

/** A secret that a request presents. */
export interface PresentedSecret {
  /** The possible readings, one of which has to match: some clients form-encode the secret, others do not. */
  readonly readings: readonly string[];
}

/** Compares presented secrets with those that a client holds. */
@Injectable()
export class SecretCheckService {
  constructor(private readonly vault: SecretVaultService) {}

  /** Resolves if one reading is a secret of the client. Compares all of them. Throws {@link AuthenticationFailed}. */
  verify({ readings }: PresentedSecret, { client_secrets }: Client): Promise<void> {
    const matching = readings.filter((secret) => this.vault.matches(secret, client_secrets));
    return matching.length > 0 ? Promise.resolve() : Promise.reject(new AuthenticationFailed('wrong secret'));
  }
}
