import type { Client } from '../clients/client.entity';
import { fingerprintOf } from '../clients/client-fingerprint';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { isBlank } from '../core/metadata/not-sent';
import type { ClientUpdate } from './client-update';

/** Who updates a client, and by what. */
interface Update {
  readonly body: ClientUpdate;
  readonly isByOperator: boolean;
  readonly at: Date;
}

/**
 * Whether users are asked for consent after an update. Only an operator sets `is_consent_disabled`; from a client it is
 * ignored like all members that the server issues. A client that changes what users recognise it by loses it, because the
 * operator trusted another one. Throws `InvalidRegistration`.
 */
export const consentAfter = (
  { body, isByOperator, at }: Update,
  before: Client,
  metadata: StoredMetadata,
): Pick<Client, 'consent_disabled_at'> => {
  const disabled = before.consent_disabled_at ?? null;
  if (!isByOperator) {
    const isSame = disabled === null || fingerprintOf(before) === fingerprintOf({ metadata });
    return { consent_disabled_at: isSame ? disabled : null };
  }
  const sent = body.is === 'signed' ? undefined : body.json['is_consent_disabled'];
  if (isBlank(sent)) return { consent_disabled_at: disabled };
  if (typeof sent !== 'boolean')
    throw invalidClientMetadata('is_consent_disabled', 'must be true or false', 'leave it out to keep it');
  return { consent_disabled_at: sent ? (disabled ?? at) : null };
};
