import type { JWTPayload } from 'jose';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';

/** A request object whose signature is that of its client. */
export interface SignedObject {
  readonly payload: JWTPayload;
  /** The type of its header, to be compared. */
  readonly type: string | undefined;
}

type Known = Pick<RequestContext, 'issuer' | 'at'>;

/** Gives the rest of the sentence "request ...", if the object breaks the rule. */
type ObjectRule = (object: SignedObject, client: Pick<Client, 'client_id'>, known: Known) => string | undefined;

const CLOCK_TOLERANCE_SECONDS = 15;
const LONGEST_LIFE_SECONDS = 600;
const TYPES: readonly unknown[] = [undefined, 'oauth-authz-req+jwt'];

const isARequest: ObjectRule = ({ type }) =>
  TYPES.includes(type) ? undefined : 'must have the typ oauth-authz-req+jwt, or none; it is another kind of token';

const isOfItsClient: ObjectRule = ({ payload }, { client_id }) =>
  payload.iss === client_id && payload['client_id'] === client_id
    ? undefined
    : 'must have the client_id of the request as iss and as client_id; add both';

/** RFC 9101 section 10.8: a client assertion has a `sub`, and is not a request. */
const isNoAssertion: ObjectRule = ({ payload }) =>
  payload.sub === undefined ? undefined : 'must not have a sub, as only client assertions have it; leave it out';

const isForThisServer: ObjectRule = ({ payload }, _client, { issuer }) =>
  [payload.aud].flat().includes(issuer.identifier) ? undefined : `must have ${issuer.identifier} as aud; set it`;

const isCurrent: ObjectRule = ({ payload: { exp, nbf } }, _client, { at }) => {
  const now = at.getTime() / 1000;
  if (exp === undefined) return 'must have an exp; set one within ten minutes';
  if (exp <= now - CLOCK_TOLERANCE_SECONDS) return 'must not have expired; sign a new one';
  if (exp > now + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
    return 'must expire within ten minutes; set an earlier exp';
  return nbf !== undefined && nbf > now + CLOCK_TOLERANCE_SECONDS ? 'must be valid now; set an earlier nbf' : undefined;
};

/** RFC 9101 section 4. */
const hasNoOtherRequest: ObjectRule = ({ payload }) =>
  payload['request'] === undefined && payload['request_uri'] === undefined
    ? undefined
    : 'must not have request or request_uri; leave them out';

const RULES: readonly ObjectRule[] = [
  isARequest,
  isOfItsClient,
  isNoAssertion,
  isForThisServer,
  isCurrent,
  hasNoOtherRequest,
];

/** The first rule that a signed request object breaks (RFC 9101 sections 4, 5 and 10.8), as the rest of a sentence. */
export const faultOfObject: ObjectRule = (object, client, known) => {
  for (const rule of RULES) {
    const fault = rule(object, client, known);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
