import type { KeptAddress } from '../../clients/kept-address.service';
import type { RequestContext } from '../../core/request-context';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { Proposal } from './proposal';

/** The members of a JSON object. */
type Json = Readonly<Record<string, unknown>>;

/**
 * The body of the request to a decision service: the metadata that the client would have, and who proposes them from which
 * address.
 */
export const questionOf = (
  context: RequestContext,
  proposal: Proposal,
  metadata: StoredMetadata,
  address: KeptAddress,
): Json => {
  const { client, isTrial } = proposal;
  return {
    type: client ? 'update.proposed' : 'registration.proposed',
    timestamp: context.at.toISOString(),
    data: {
      ...(client && { client_id: client.client_id }),
      metadata,
      provenance: { ...provenanceOf(context, proposal), ...address },
      is_trial: isTrial,
    },
  };
};

const provenanceOf = (context: RequestContext, { client, statement, policy }: Proposal): Json => {
  const { registrar, initial_access_token } = client ?? credentialOf(context);
  return {
    issuer: context.issuer.identifier,
    request_id: context.requestId,
    policies: policy.admitting,
    ...(typeof registrar === 'string' && { registrar }),
    ...(typeof initial_access_token === 'string' && { initial_access_token }),
    ...(statement && { software_statement: statement }),
  };
};

/** What a registration is made with. An update has what the client was registered with instead. */
const credentialOf = ({
  actor,
}: RequestContext): Pick<NonNullable<Proposal['client']>, 'registrar' | 'initial_access_token'> => {
  if (actor.type === 'access_token') return { registrar: actor.client_id };
  return actor.type === 'initial_access_token' ? { initial_access_token: actor.id } : {};
};
