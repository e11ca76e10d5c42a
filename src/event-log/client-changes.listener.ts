import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import type { ClientEvent, StatusEventType } from '../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../clients/events/client-listener';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { subjectOf } from './event-subject';
import { EventLogService } from './event-log.service';
import type { EventType, MemberChange, NewEvent } from './event-types';

/** Adds an event to the log for each change of a client, in the commit of the change. */
@ListensToClients()
@Injectable()
export class ClientChangesListener implements ClientListener {
  constructor(private readonly log: EventLogService) {}

  store(context: RequestContext, change: ClientEvent, unit: UnitOfWork): void {
    const event = eventOf(change);
    if (event) this.log.addTo(unit, context, event);
  }
}

/** The event of a change; nothing for one that an operator does not ask about. */
const eventOf = (change: ClientEvent): NewEvent | undefined => {
  switch (change.type) {
    case 'ClientRegistered':
      if (isRegistrar(change)) return undefined;
      return { type: 'client.registered', ...changedIn(change.client), data: registrationOf(change.client) };
    case 'ClientUpdated':
      return { type: 'client.updated', ...changedIn(change.client), data: updateOf(change) };
    case 'ClientSecretRotated':
      return { type: 'client.secret_rotated', ...changedIn(change.client), data: {} };
    case 'RegistrationTokensReplaced':
      return { type: 'client.registration_token_rotated', ...changedIn(change.client), data: {} };
    case 'ClientApproved':
    case 'ClientRejected':
    case 'ClientDisabled':
    case 'ClientEnabled':
      return { type: STATUS_EVENTS[change.type], ...changedIn(change.client), data: statusChangeOf(change) };
    case 'ClientDeleted':
      return isRegistrar(change) ? undefined : deletionOf(change);
    case 'RegistrarStored':
      return configurationOf('registrar.configured', change);
    case 'AdministratorStored':
      return change.isMade ? undefined : configurationOf('administrator.configured', change);
    case 'ClientDocumentChanged':
      return { type: 'client_document.changed', ...subjectOf(change.client), data: documentChangeOf(change) };
    case 'ClientUsed':
    case 'ClientSecretsConverted':
      return undefined;
  }
};

/** `RegistrarsService` adds the events of the registrars that it makes and revokes. */
const isRegistrar = ({ client }: { readonly client: Client }): boolean => client.origin === 'registrar';

type Change<Type extends ClientEvent['type']> = Extract<ClientEvent, { readonly type: Type }>;

/** The client after a change. */
const changedIn = (client: Client) => ({ ...subjectOf(client), revision: client.revision });

/** The deletion is the last change. */
const endOf = (client: Client) => ({ ...subjectOf(client), revision: client.revision + 1 });

const deletionOf = ({ client, sweep }: Change<'ClientDeleted'>): NewEvent =>
  sweep
    ? { type: 'client.swept', ...endOf(client), data: { ...sweep, ...nameOf(client) } }
    : { type: 'client.deleted', ...endOf(client), data: nameOf(client) };

const registrationOf = ({ metadata, status, initial_access_token }: Client) => ({
  metadata: withoutStatement(metadata),
  status,
  ...(initial_access_token != null && { initial_access_token }),
});

/** A software statement may be good for further registrations: it is a credential, and no event contains one. */
const STATEMENT = 'software_statement';

const withoutStatement = (metadata: StoredMetadata): Readonly<Record<string, unknown>> => {
  if (metadata[STATEMENT] === undefined) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([member]) => member !== STATEMENT));
};

const updateOf = ({ members, before, client, changesCredentials }: Change<'ClientUpdated'>) => ({
  changes: {
    ...Object.fromEntries(members.map((member) => [member, changeOf(member, before, client)])),
    ...consentChangeOf(before, client),
  },
  credentials_changed: changesCredentials,
  ...(before.status !== client.status && { status: statusChangeOf({ before, client }) }),
});

const documentChangeOf = ({ before, client, withdrawsKeys }: Change<'ClientDocumentChanged'>) => {
  const members = [...new Set([before, client].flatMap(({ metadata }) => Object.keys(metadata)))];
  const changed = members.filter((member) => !isDeepStrictEqual(valueIn(before, member), valueIn(client, member)));
  return {
    changes: {
      ...Object.fromEntries(changed.map((member) => [member, changeOf(member, before, client)])),
      ...consentChangeOf(before, client),
    },
    keys_withdrawn: withdrawsKeys,
    ...(before.status !== client.status && { status: statusChangeOf({ before, client }) }),
  };
};

const changeOf = (member: string, before: Client, after: Client): MemberChange =>
  member === STATEMENT ? {} : { before: valueIn(before, member), after: valueIn(after, member) };

/** Only an operator sets `is_consent_disabled`, which is no member of the stored metadata. */
const consentChangeOf = (
  { consent_disabled_at: before }: Client,
  { consent_disabled_at: after }: Client,
): Readonly<Record<string, MemberChange>> =>
  (before == null) === (after == null) ? {} : { is_consent_disabled: { before: before != null, after: after != null } };

const valueIn = ({ metadata }: Client, member: string): unknown =>
  (metadata as unknown as Readonly<Record<string, unknown>>)[member];

const STATUS_EVENTS = {
  ClientApproved: 'client.approved',
  ClientRejected: 'client.rejected',
  ClientDisabled: 'client.disabled',
  ClientEnabled: 'client.enabled',
} as const satisfies Readonly<Record<StatusEventType, EventType>>;

const statusChangeOf = ({ before, client }: Pick<Change<StatusEventType>, 'before' | 'client'>) => ({
  before: before.status,
  after: client.status,
  ...(client.status_change?.reason !== undefined && { reason: client.status_change.reason }),
});

const nameOf = ({ metadata: { client_name } }: Client) => (typeof client_name === 'string' ? { client_name } : {});

/** The clients of the environment are stored at every start; that is an event only if they differ. */
const configurationOf = (
  type: 'registrar.configured' | 'administrator.configured',
  { client, before, hasOtherSecret }: Change<'RegistrarStored' | 'AdministratorStored'>,
): NewEvent | undefined => {
  const isReplacement = before !== undefined && before.client_id !== client.client_id;
  if (before && !isReplacement && !hasOtherSecret) return undefined;
  return {
    type,
    client_id: client.client_id,
    data: { ...(isReplacement && { replaced: before.client_id }), secret_changed: hasOtherSecret },
  };
};
