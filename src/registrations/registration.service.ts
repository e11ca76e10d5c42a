import { Injectable } from '@nestjs/common';
import { AccessTokenOptions } from '../access-tokens/access-token-options';
import { tokenLifetimesOf } from '../access-tokens/token-lifetimes';
import type { Client } from '../clients/client.entity';
import { clientInformation, type InformationSource } from '../clients/client-information';
import type { ClientInformation } from '../core/metadata/client-metadata';
import { ClientFactory } from '../clients/client.factory';
import { ClientsService } from '../clients/clients.service';
import type { RequestContext } from '../core/request-context';
import { InitialAccessTokensService } from '../governance/initial-access-tokens/initial-access-tokens.service';
import { QuotasService } from '../governance/quotas/quotas.service';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';
import { SingleUseService } from '../registration-requests/software-statements/single-use.service';
import { EqualRegistrationsService } from './equal-registrations.service';
import { expectLostShard } from './identifier-within-reach';
import { LineageService } from './lineage.service';
import { PolicyRateLimit } from './policy-rate.limit';

/** Registers clients (RFC 7591 section 3). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly factory: ClientFactory,
    private readonly clients: ClientsService,
    private readonly singleUse: SingleUseService,
    private readonly initialAccessTokens: InitialAccessTokensService,
    private readonly quotas: QuotasService,
    private readonly lineage: LineageService,
    private readonly equal: EqualRegistrationsService,
    private readonly accessTokens: AccessTokenOptions,
    private readonly policyRate: PolicyRateLimit,
  ) {}

  /**
   * Registers a client with validated metadata, and stores the one-time identifiers that the request uses up; or finds the
   * client of an equal registration. It has to run within {@link EqualRegistrationsService.untilStored} and `withinReach`.
   * Returns the response once the client is durable. Throws `InvalidRegistration` if another request has just used one of
   * these identifiers, `InitialAccessTokenRefused` if the initial access token of the caller is not valid any more,
   * `TooManyRequests` if a policy permits no further registration now, and `AccessDenied` if a quota of clients is reached.
   */
  async register(context: RequestContext, validated: ValidatedRequest): Promise<ClientInformation> {
    return this.units.run(context, async (unit, contextOfUnit) => {
      const { metadata, uses, policy } = validated;
      const hash = this.equal.hashOf(validated);
      // The quota is read first: if an equal registration has just taken the last place, its client is found then.
      const refusal = await this.quotas.earlyRefusalOf(context, policy);
      const equal = await this.equal.find(hash);
      if (equal) return this.reuse(contextOfUnit, equal, validated);
      if (refusal) throw refusal;
      if (policy?.rules.rate_limit) await this.policyRate.take(unit, context, policy);
      this.singleUse.consume(unit, uses);
      expectLostShard(unit);
      if (hash !== undefined) this.equal.expectOthers(unit);
      const { client, credentials } =
        hash === undefined
          ? this.factory.issue(metadata, policy?.rules)
          : { client: this.factory.shared(metadata, hash, policy?.rules), credentials: {} };
      const { actor } = context;
      this.quotas.take(unit, context, policy);
      if (actor.type === 'initial_access_token') this.initialAccessTokens.spend(contextOfUnit, actor, client.client_id);
      const lineage = this.lineage.columnsOf(context, validated);
      await this.clients.register(
        contextOfUnit,
        Object.assign(client, { software_instance: uses.instance, ...lineage }),
      );
      return clientInformation(client, credentials, this.sourceOf(context, validated));
    });
  }

  /** Answers with the client of an equal registration. Nothing is created or spent, and the client counts as used. */
  private reuse(context: RequestContext, client: Client, validated: ValidatedRequest): ClientInformation {
    void this.clients.touch(context, client);
    return clientInformation(client, {}, this.sourceOf(context, validated));
  }

  private sourceOf({ issuer }: RequestContext, { policy }: ValidatedRequest): InformationSource {
    return { issuer, ...tokenLifetimesOf(this.accessTokens, policy?.rules) };
  }
}
