import type { AdmittingPolicy } from '../clients/client.entity';
import type { Actor } from '../core/request-context';
import type { EventData, EventType } from './event-types';

/** On whose behalf something happened, without what only the request needed to know. */
export type EventActor = Readonly<Record<string, string>> & { readonly type: Actor['type'] };

/** An event as the log has it. */
export interface Event {
  /** A UUID version 7: events are sorted by it in the order of time. */
  readonly id: string;
  /** RFC 3339, in UTC. */
  readonly at: string;
  readonly type: EventType;
  readonly issuer: string;
  readonly actor: EventActor;
  /** The address of the caller, if `CLIENT_ADDRESSES` is `plain`. Absent without a request. */
  readonly address?: string;
  /** The keyed hash of the address, if `CLIENT_ADDRESSES` is `hashed`. */
  readonly address_hash?: string;
  readonly request_id: string;
  readonly client_id?: string;
  /** Counts the changes of the client. */
  readonly revision?: number;
  /** The client whose access token registered the client. */
  readonly registrar?: string;
  /** The policies that admitted the client. */
  readonly policies?: readonly AdmittingPolicy[];
  readonly data: EventData[EventType];
}

/** The actor as events name it. */
export const eventActorOf = (actor: Actor): EventActor => {
  switch (actor.type) {
    case 'initial_access_token':
      return { type: actor.type, id: actor.id };
    case 'access_token':
      return { type: actor.type, client_id: actor.client_id, jti: actor.jti };
    case 'registration_access_token':
      return { type: actor.type, client_id: actor.client_id };
    case 'client_authentication':
      return { type: actor.type, client_id: actor.client_id, method: actor.method };
    case 'administrator':
      return {
        type: actor.type,
        sub: actor.sub,
        issuer: actor.issuer,
        ...(actor.name !== undefined && { name: actor.name }),
        ...(actor.jti !== undefined && { jti: actor.jti }),
      };
    case 'server':
      return { type: actor.type, task: actor.task };
    case 'command':
      return {
        type: actor.type,
        command: actor.command,
        ...(actor.account !== undefined && { account: actor.account }),
      };
    default:
      return { type: actor.type };
  }
};
