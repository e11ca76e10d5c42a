import type { RegistrationRequest, StoredMetadata } from '../core/metadata/client-metadata';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { permitEverything } from '../core/metadata/operator-policy';
import { ADMIN_READ_SCOPE, ADMIN_SCOPE, REGISTER_SCOPE } from '../core/metadata/scope-tokens';

/**
 * The metadata of a registrar: a client that obtains {@link REGISTER_SCOPE} by `client_credentials`. Takes how it
 * authenticates. Throws `InvalidRegistration`.
 */
export const registrarMetadata = (
  authentication: Pick<RegistrationRequest, 'token_endpoint_auth_method' | 'jwks' | 'jwks_uri' | 'client_name'>,
): StoredMetadata => metadataWith([REGISTER_SCOPE], authentication);

/** The metadata of the administrator: a client that obtains {@link ADMIN_SCOPE} and {@link ADMIN_READ_SCOPE} in the same way. */
export const administratorMetadata = (): StoredMetadata =>
  metadataWith([ADMIN_SCOPE, ADMIN_READ_SCOPE], { token_endpoint_auth_method: 'client_secret_post' });

const metadataWith = (scopes: readonly string[], authentication: RegistrationRequest): StoredMetadata =>
  new ClientMetadataReader(permitEverything(scopes)).read({
    grant_types: ['client_credentials'],
    scope: scopes.join(' '),
    ...authentication,
  });
