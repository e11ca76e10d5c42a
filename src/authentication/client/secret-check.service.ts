import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { SecretVault } from '../../platform/secrets/secret-vault';
import { AuthenticationFailed } from './client-authentication-method';

/** A secret that a request presents. */
export interface PresentedSecret {
  /** Its readings, one of which must be right: some clients form-encode it, some do not. */
  readonly readings: readonly string[];
}

/** Compares presented secrets with those a client holds. */
@Injectable()
export class SecretCheckService {
  constructor(private readonly vault: SecretVault) {}

  /** Resolves when one reading is a secret of the client; all are compared. Throws {@link AuthenticationFailed}. */
  verify({ readings }: PresentedSecret, { client_secrets }: Client): Promise<void> {
    const matching = readings.filter((secret) => this.vault.matches(secret, client_secrets));
    return matching.length > 0 ? Promise.resolve() : Promise.reject(new AuthenticationFailed('wrong secret'));
  }
}
