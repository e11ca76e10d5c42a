import type { StoredMetadata } from './client-metadata';
import type { OperatorPolicy } from './operator-policy';
import { grantsOf, usesRedirects } from './redirect-grants';
import { isNativeOnly } from './redirect-uri';
import { beginsAlone } from './vocabulary';

export const CIBA = 'urn:openid:params:grant-type:ciba';

/** RFC 6749 section 4.4, OpenID CIBA 1.0 section 7: what these grants give is for clients that authenticate. */
export const GRANTS_WITH_AUTHENTICATION = ['client_credentials', CIBA] as const;

/** OpenID CIBA 1.0 section 4: with these delivery modes the token is fetched by the grant. */
export const isFetched = (mode: StoredMetadata['backchannel_token_delivery_mode']): boolean =>
  mode === 'poll' || mode === 'ping';

/** Whether a client may have the grant of backchannel authentication here. */
export const canHaveCiba = (
  { token_endpoint_auth_method: method }: Pick<StoredMetadata, 'token_endpoint_auth_method'>,
  policy: OperatorPolicy,
): boolean => method !== 'none' && policy.permits('grant_types', CIBA);

/**
 * Drops what a client cannot have, where something is left: many clients send a list that they cannot change, and the
 * response says what they got (RFC 7591 section 3.2.1). Where nothing would be left, the rules refuse it.
 */
export const narrowToPossible = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  if (policy.grantPolicy === 'narrow') {
    narrowGrants(metadata);
    narrowResponseTypes(metadata, policy);
    narrowDelivery(metadata, policy);
  }
  if (policy.applicationTypePolicy === 'infer') inferNative(metadata);
};

/** Grants that the other members rule out. */
const narrowGrants = (metadata: StoredMetadata): void => {
  const { grant_types, token_endpoint_auth_method: method, backchannel_token_delivery_mode: mode } = metadata;
  const isPossible = (grant: string): boolean =>
    (method !== 'none' || !GRANTS_WITH_AUTHENTICATION.some((known) => known === grant)) &&
    (grant !== CIBA || mode !== undefined);
  const left = grant_types.filter(isPossible);
  if (left.length < grant_types.length && left.some(beginsAlone)) metadata.grant_types = left;
};

/** Response types go with the grants that are not offered. Inert for clients that are never redirected. */
const narrowResponseTypes = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  if (!usesRedirects(metadata)) return;
  const left = metadata.response_types.filter((type) =>
    grantsOf(type).every((grant) => policy.permits('grant_types', grant)),
  );
  if (left.length > 0 && left.length < metadata.response_types.length) metadata.response_types = left;
};

/** The delivery mode goes with the grant that its tokens are fetched by. */
const narrowDelivery = (metadata: StoredMetadata, policy: OperatorPolicy): void => {
  const { grant_types, backchannel_token_delivery_mode: mode } = metadata;
  if (isFetched(mode) && !grant_types.includes(CIBA) && !canHaveCiba(metadata, policy))
    delete metadata.backchannel_token_delivery_mode;
};

/** OpenID Registration 1.0 section 2 forbids such redirect URIs to web clients with the implicit grant only. */
const inferNative = (metadata: StoredMetadata): void => {
  const { application_type, grant_types, redirect_uris } = metadata;
  if (application_type === 'web' && !grant_types.includes('implicit') && redirect_uris.some(isNativeOnly))
    metadata.application_type = 'native';
};
