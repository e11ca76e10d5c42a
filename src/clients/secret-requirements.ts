import { isSymmetric, secretOctetsOf } from '../core/jose/algorithms';
import { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { rowsOf } from '../core/metadata/metadata-row';

const DEFAULT_OCTETS = 32;
const MOST_OCTETS = 64;
/** The members that name an algorithm. */
const ALG_MEMBERS = rowsOf(ClientMetadata)
  .map(({ name }) => name as keyof ClientMetadata)
  .filter((name) => name.endsWith('_alg'));

/** What the metadata of a client asks of its secret. */
export interface SecretRequirements {
  /** Whether there is one at all. */
  readonly isNeeded: boolean;
  /** Its random octets: at least those of the longest hash it keys (OpenID Core 1.0 section 16.19). */
  readonly octets: number;
  /** Whether the server needs the secret itself, not only its hash. */
  readonly isClear: boolean;
}

/** Whether a client has a secret, how long it must be and how it is kept. */
export const secretRequirements = (metadata: ClientMetadata): SecretRequirements => {
  const { token_endpoint_auth_method, token_endpoint_auth_signing_alg } = metadata;
  const keyed = ALG_MEMBERS.flatMap((member) => {
    const alg = metadata[member];
    return isSymmetric(alg) ? [secretOctetsOf(alg)] : [];
  });
  const isUnbounded =
    token_endpoint_auth_method === 'client_secret_jwt' && token_endpoint_auth_signing_alg === undefined;
  const isPresented = token_endpoint_auth_method.startsWith('client_secret_');
  return {
    isNeeded: token_endpoint_auth_method !== 'none' && (isPresented || keyed.length > 0),
    octets: Math.max(DEFAULT_OCTETS, isUnbounded ? MOST_OCTETS : 0, ...keyed),
    isClear: keyed.length > 0 || token_endpoint_auth_method === 'client_secret_jwt',
  };
};
