import type { StoredMetadata } from './client-metadata';
import type { OperatorPolicy } from './operator-policy';
import { grantsOf, usesRedirects } from './redirect-grants';
import { isNativeOnly } from './redirect-uri';
import { beginsAlone } from './vocabulary';

export const CIBA = 'urn:openid:params:grant-type:ciba';

/** RFC 6749 section 4.4, OpenID CIBA 1.0 section 7: only clients that authenticate may use these grants. */
export const GRANTS_WITH_AUTHENTICATION = ['client_credentials', CIBA] as const;

/** OpenID CIBA 1.0 section 4: with these delivery modes the client fetches the token by the grant. */
export const isFetched = (mode: StoredMetadata['backchannel_token_delivery_mode']): boolean =>
  mode === 'poll' || mode === 'ping';

/** Whether this server permits the client the grant of backchannel authentication. */
export const canHaveCiba = (
  { token_endpoint_auth_method: method }: Pick<StoredMetadata, 'token_endpoint_auth_method'>,
  policy: OperatorPolicy,
): boolean => method !== 'none' && policy.permits('grant_types', CIBA);

/**
 * Drops values that a client cannot have, if others are left: many clients send a fixed list, and the response contains
 * the values that they got (RFC 7591 section 3.2.1). If no value would be left, the rules refuse the request.
 */
export const narrowToPossible = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  if (policy.grantPolicy === 'narrow') {
    narrowGrants(metadata);
    narrowResponseTypes(metadata, policy);
    narrowDelivery(metadata, policy);
  }
  if (policy.applicationTypePolicy === 'infer') inferNative(metadata);
};

/** Drops grants that contradict other members. */
const narrowGrants = (metadata: StoredMetadata): void => {
  const { grant_types, token_endpoint_auth_method: method, backchannel_token_delivery_mode: mode } = metadata;
  const isPossible = (grant: string): boolean =>
    (method !== 'none' || !GRANTS_WITH_AUTHENTICATION.some((known) => known === grant)) &&
    (grant !== CIBA || mode !== undefined);
  const left = grant_types.filter(isPossible);
  if (left.length < grant_types.length && left.some(beginsAlone)) metadata.grant_types = left;
};

/**
 * Drops response types whose grants are not offered. Clients without a redirect-based grant keep theirs, which have no
 * effect.
 */
const narrowResponseTypes = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  if (!usesRedirects(metadata)) return;
  const left = metadata.response_types.filter((type) =>
    grantsOf(type).every((grant) => policy.permits('grant_types', grant)),
  );
  if (left.length > 0 && left.length < metadata.response_types.length) metadata.response_types = left;
};

/** Drops the delivery mode if the client cannot have the grant that fetches its tokens. */
const narrowDelivery = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  const { grant_types, backchannel_token_delivery_mode: mode } = metadata;
  if (isFetched(mode) && !grant_types.includes(CIBA) && !canHaveCiba(metadata, policy))
    delete metadata.backchannel_token_delivery_mode;
};

/**
 * Changes `web` to `native` for redirect URIs that only native clients use. OpenID Registration 1.0 section 2 forbids
 * these URIs only to web clients with the implicit grant.
 */
const inferNative = (metadata: StoredMetadata): void => {
  const { application_type, grant_types, redirect_uris } = metadata;
  if (application_type === 'web' && !grant_types.includes('implicit') && redirect_uris.some(isNativeOnly))
    metadata.application_type = 'native';
};
