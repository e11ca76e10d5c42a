import { Injectable, Logger } from '@nestjs/common';
import { KeptAddressService } from '../../clients/kept-address.service';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import { plain } from '../../core/errors/oauth-error';
import { Issuer } from '../../core/issuer';
import { type Actor, contextWithoutRequest, type RequestContext } from '../../core/request-context';
import { siteOf } from '../../platform/http/network-of';
import { type HttpRefusal, ListensToRefusals, type RefusalListener } from '../../platform/http/refusal-listener';
import { EventLogService } from '../event-log.service';
import type { NewEvent, Refusal } from '../event-types';
import { RefusalAllowance } from './refusal-allowance';
import { type RefusalCount, RefusalCounts } from './refusal-counts';
import { refusalTypeOf } from './refusal-type';

const MOST_CHARACTERS = 300;

/**
 * Adds refused registrations, updates and authentications to the log: an event for each of a caller that proved who it is,
 * counts by network for all others. No response waits for that, so a process that is killed may lose the newest ones.
 */
@ListensToRefusals()
@Injectable()
export class RefusalsListener implements RefusalListener {
  private readonly logger = new Logger('events');
  private readonly counts = new RefusalCounts();
  private readonly allowance = new RefusalAllowance();
  private readonly pending = new Set<Promise<void>>();
  private countedFrom = new Date();

  constructor(
    private readonly log: EventLogService,
    private readonly addresses: KeptAddressService,
    private readonly issuer: Issuer,
  ) {}

  refused(refusal: HttpRefusal): void {
    const type = refusalTypeOf(refusal);
    if (!type) return;
    const { context } = refusal;
    const caller = callerOf(context.actor);
    if (caller !== undefined && this.allowance.take(caller))
      this.store(context, { type, ...subjectOf(context.actor), data: dataOf(refusal) });
    else this.counts.add(type, siteOf(context.address));
  }

  /** Adds an event for each count, and begins to count again. Resolves once all events of refusals are stored. */
  async flush(task: string): Promise<void> {
    const from = this.countedFrom;
    this.countedFrom = new Date();
    this.allowance.renew();
    const context = contextWithoutRequest(this.issuer, { type: 'server', task });
    for (const count of this.counts.take()) this.store(context, this.eventOf(count, from, this.countedFrom));
    await Promise.all(this.pending);
  }

  private eventOf({ type: kind, network, count }: RefusalCount, from: Date, to: Date): NewEvent {
    const { address, address_hash } = network === undefined ? {} : this.addresses.of({ address: network });
    const data = {
      kind,
      ...(address !== undefined && { network: address }),
      ...(address_hash !== undefined && { network_hash: address_hash }),
      from: from.toISOString(),
      to: to.toISOString(),
      count,
    };
    return { type: 'refusals.counted', data };
  }

  private store(context: RequestContext, event: NewEvent): void {
    const stored: Promise<void> = this.log
      .append(context, event)
      .catch((error: unknown) => {
        this.logger.error({ err: error, event: event.type }, 'a refusal is missing in the log of events');
      })
      .finally(() => this.pending.delete(stored));
    this.pending.add(stored);
  }
}

/** Who the caller is, if it proved that. */
const callerOf = (actor: Actor): string | undefined => {
  switch (actor.type) {
    case 'initial_access_token':
      return `${actor.type} ${actor.id}`;
    case 'access_token':
    case 'registration_access_token':
      return `client ${actor.client_id}`;
    case 'client_authentication':
      return actor.method === 'none' ? undefined : `client ${actor.client_id}`;
    case 'administrator':
      return `${actor.type} ${actor.issuer} ${actor.sub}`;
    default:
      return undefined;
  }
};

/** The client, if it was refused itself; a registrar is only the actor. */
const subjectOf = (actor: Actor) =>
  actor.type === 'registration_access_token' || actor.type === 'client_authentication'
    ? { client_id: actor.client_id }
    : {};

/** Nothing of the request but what the description says about it. */
const dataOf = ({ error, method, route }: HttpRefusal): Refusal => {
  const [fault] = error instanceof InvalidRegistration ? error.faults : [];
  return {
    error: error.error,
    description: error.message.slice(0, MOST_CHARACTERS),
    ...(fault && { member: plain(fault.member).slice(0, MOST_CHARACTERS) }),
    ...(fault && { rule: plain(fault.rule).slice(0, MOST_CHARACTERS) }),
    method,
    route,
  };
};
