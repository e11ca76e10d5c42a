import type { RegistrationRequest, StoredMetadata } from '../core/metadata/client-metadata';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { permitEverything } from '../core/metadata/operator-policy';
import { REGISTER_SCOPE } from '../core/metadata/scope-tokens';

/**
 * The metadata of a registrar: a client that obtains {@link REGISTER_SCOPE} by `client_credentials`. Takes how it
 * authenticates. Throws `InvalidRegistration`.
 */
export const registrarMetadata = (
  authentication: Pick<RegistrationRequest, 'token_endpoint_auth_method' | 'jwks_uri' | 'client_name'>,
): StoredMetadata =>
  new ClientMetadataReader(permitEverything([REGISTER_SCOPE])).read({
    grant_types: ['client_credentials'],
    scope: REGISTER_SCOPE,
    ...authentication,
  });
