import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import type { RequestContext } from '../../core/request-context';
import { SecretVaultService } from '../../platform/secrets/secret-vault.service';
import { AuthenticationFailed } from './client-authentication-method';
import { ForeignSecretCheckService } from './foreign-secret-check.service';

/** A secret that a request presents. */
export interface PresentedSecret {
  /** The possible readings, one of which has to match: some clients form-encode the secret, others do not. */
  readonly readings: readonly string[];
}

/** Compares presented secrets with those that a client holds. */
@Injectable()
export class SecretCheckService {
  constructor(
    private readonly vault: SecretVaultService,
    private readonly foreign: ForeignSecretCheckService,
  ) {}

  /**
   * Resolves if one reading is a secret of the client. Compares all of them. Throws {@link AuthenticationFailed}, and
   * `TemporarilyUnavailable` if too many callers wait for slow comparisons.
   */
  verify(context: RequestContext, { readings }: PresentedSecret, client: Client): Promise<void> {
    const matching = readings.filter((secret) => this.vault.matches(secret, client.client_secrets));
    return matching.length > 0 ? Promise.resolve() : this.verifyForeign(context, readings, client);
  }

  private async verifyForeign(context: RequestContext, readings: readonly string[], client: Client): Promise<void> {
    if (!(await this.foreign.verify(context, readings, client))) throw new AuthenticationFailed('wrong secret');
  }
}
