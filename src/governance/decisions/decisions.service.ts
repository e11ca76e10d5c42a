import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { KeptAddressService } from '../../clients/kept-address.service';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import { webhookHeaders } from '../../core/standard-webhooks/webhook-signature';
import type { RequestContext } from '../../core/request-context';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import { isOutboundError, OutboundBusy } from '../../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../../platform/outbound/outbound-http.service';
import { type DecisionAnswer, readAnswer } from './decision-answer';
import { refusedByDecision, undecided } from './decision-errors';
import { DecisionOptions } from './decision-options';
import { questionOf } from './decision-question';
import type { Proposal } from './proposal';

type Members = Readonly<Record<string, unknown>>;

/** As long as the longest metadata of a client. */
const MOST_BYTES = 64 * 1024;

/** Asks the services of the operator that `decision_url` of policies names whether a client is registered or updated. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly outbound: OutboundHttpService,
    private readonly options: DecisionOptions,
    private readonly addresses: KeptAddressService,
  ) {}

  /**
   * Takes valid metadata, gives them as all services of the policy admit them: they are asked one after the other, and each
   * sees what the one before it amended. Throws `InvalidRegistration` if one refuses, `TemporarilyUnavailable` if one gives
   * no answer that can be followed, and `CallerDisconnected`.
   */
  async decide(context: RequestContext, proposal: Proposal): Promise<StoredMetadata> {
    let amendments: Members = {};
    let { metadata } = proposal;
    for (const { policy, value: url } of proposal.policy.rules.decision_url ?? []) {
      const answer = await this.ask(
        policy,
        url,
        questionOf(context, proposal, metadata, this.addresses.of(context)),
        proposal,
      );
      if (answer.decision === 'refuse') throw refusedByDecision(policy, answer.description);
      if (answer.decision === 'admit') continue;
      amendments = { ...amendments, ...answer.metadata };
      metadata = await amended(policy, proposal, amendments);
    }
    return metadata;
  }

  private async ask(
    policy: string,
    url: string,
    body: Members,
    { caller }: Pick<Proposal, 'caller'>,
  ): Promise<DecisionAnswer> {
    if (this.options.keys.length === 0)
      throw undecided(`DECISION_SECRETS must be set for the decision_url of policy ${policy}`);
    const answer = readAnswer(await caller.watched((left) => this.post(policy, url, body, left)));
    if (!answer) throw undecided(`the decision_url of policy ${policy} answered with something else than a decision`);
    return answer;
  }

  private async post(policy: string, url: string, body: Members, left: AbortSignal): Promise<unknown> {
    const { keys, timeoutMs } = this.options;
    const headers = (octets: Uint8Array): Readonly<Record<string, string>> =>
      webhookHeaders(keys, { id: `msg_${uuidv7()}`, at: new Date(), body: octets });
    try {
      return await this.outbound.postJson(url, {
        purpose: 'decisions',
        body,
        headers,
        limitBytes: MOST_BYTES,
        timeoutMs,
        signal: left,
      });
    } catch (cause) {
      left.throwIfAborted();
      if (!isOutboundError(cause)) throw cause;
      const reason = `the decision_url of policy ${policy} gave no answer: ${cause.message}`;
      throw undecided(reason, cause instanceof OutboundBusy ? cause.retryAfterSeconds : undefined);
    }
  }
}

/** A service that amends more than may be registered is at fault, not the caller. */
const amended = async (
  policy: string,
  { amended: validate }: Proposal,
  amendments: Members,
): Promise<StoredMetadata> => {
  try {
    return await validate(amendments);
  } catch (error) {
    if (!(error instanceof InvalidRegistration)) throw error;
    throw undecided(`the decision_url of policy ${policy} amended what may not be registered: ${error.message}`);
  }
};
