import { Injectable } from '@nestjs/common';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { isPolicyName } from '../../core/policy-document/policy-name';
import { contradictionsAmong, sentenceOf } from './contradictions';
import { environmentPolicy } from './environment-policy';
import { PoliciesRepository } from './policies.repository';
import { isReserved } from './policy-names';
import { PolicyOptions } from './policy-options';
import { RegistrationPoliciesService } from './registration-policies.service';

/** So many policies are named in a refusal at most. */
const MOST_NAMED = 20;

/** Checks policies that an operator attaches to initial access tokens and registrars. */
@Injectable()
export class TokenPoliciesService {
  constructor(
    private readonly options: PolicyOptions,
    private readonly repository: PoliciesRepository,
    private readonly policies: RegistrationPoliciesService,
  ) {}

  /**
   * Throws {@link RefusedOperation} if there is no policy with this name, or if it cannot be merged into
   * `PROTECTED_REGISTRATION_POLICY`, which holds for registrations with a token, without refusing every client.
   */
  async requireAttachable(name: string): Promise<void> {
    const mode = this.options.protected;
    await this.requireStored(name, 'policy');
    if (!isReserved(mode)) await this.requireStored(mode);
    const policies = await this.policies.newest([mode, name]);
    const contradictions = contradictionsAmong(environmentPolicy(this.options), policies);
    if (contradictions.length > 0)
      throw new RefusedOperation(
        'invalid',
        'policy',
        [`${name} contradicts what holds for every registration with a token:`, ...contradictions.map(sentenceOf)].join(
          '\n',
        ),
      );
  }

  /** Throws {@link RefusedOperation} if there is no policy with this name, which `member` or the environment has. */
  private async requireStored(name: string, member?: 'policy'): Promise<void> {
    if (isPolicyName(name) && (await this.repository.newestVersion(name)) !== undefined) return;
    const stored = await this.repository.firstNames(MOST_NAMED);
    const remedy =
      stored.length > 0 ? `use one of ${stored.join(', ')}` : 'there are none yet; apply a document of policies';
    const reason = `there is no policy ${name}; ${remedy}`;
    throw member
      ? new RefusedOperation('invalid', member, reason)
      : new RefusedOperation('conflict', undefined, `PROTECTED_REGISTRATION_POLICY: ${reason}`);
  }
}
