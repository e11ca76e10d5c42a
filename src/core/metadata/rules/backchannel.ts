import { canHaveCiba, CIBA, isFetched } from '../narrowing';
import { violation, type MetadataRule } from './rule';

/** OpenID CIBA 1.0 section 4: the client registers how it learns the outcome. */
const backchannelClientsChooseAMode: MetadataRule = ({ grant_types, backchannel_token_delivery_mode }) =>
  grant_types.includes(CIBA) && backchannel_token_delivery_mode === undefined
    ? violation('backchannel_token_delivery_mode', `must be sent for the grant ${CIBA}`, 'use poll, ping or push')
    : undefined;

/** OpenID CIBA 1.0 section 4: with poll and ping the client fetches the token by the grant. */
const polledClientsHaveTheGrant: MetadataRule = (metadata, { policy }) => {
  const { grant_types, backchannel_token_delivery_mode: mode } = metadata;
  if (!isFetched(mode) || grant_types.includes(CIBA)) return undefined;
  return violation(
    'grant_types',
    `must name ${CIBA} for the delivery mode ${String(mode)}`,
    canHaveCiba(metadata, policy) ? 'add it' : 'leave backchannel_token_delivery_mode out',
  );
};

/** OpenID CIBA 1.0 section 4: with ping and push the server calls the client. */
const notifiedClientsHaveAnEndpoint: MetadataRule = (metadata) => {
  const { backchannel_token_delivery_mode: mode, backchannel_client_notification_endpoint: endpoint } = metadata;
  return (mode === 'ping' || mode === 'push') && endpoint === undefined
    ? violation('backchannel_client_notification_endpoint', `must be sent for the delivery mode ${mode}`, 'add it')
    : undefined;
};

/** OpenID CIBA 1.0 section 4: without redirect URIs, the host of jwks_uri is the sector. */
const pairwisePolledClientsHaveJwksUri: MetadataRule = (metadata) => {
  const { backchannel_token_delivery_mode: mode, subject_type, jwks_uri } = metadata;
  return isFetched(mode) && subject_type === 'pairwise' && jwks_uri === undefined
    ? violation('jwks_uri', `must be sent for pairwise subjects and the delivery mode ${String(mode)}`, 'add it')
    : undefined;
};

/** The rules of backchannel authentication between members. */
export const BACKCHANNEL_RULES: readonly MetadataRule[] = [
  backchannelClientsChooseAMode,
  polledClientsHaveTheGrant,
  notifiedClientsHaveAnEndpoint,
  pairwisePolledClientsHaveJwksUri,
];
