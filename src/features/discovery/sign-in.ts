import type { Contribution } from './contribution';
import { servedGrants } from './external-endpoints';

/** The endpoints for clients of people, and what they offer. */
export const signIn: Contribution = (server) => {
  const { issuer, options, userResources } = server;
  const grants = servedGrants(server);
  const scopes = userResources.userScopes(userResources.identifiers);
  return {
    authorization_endpoint: issuer.addressOf('/authorize'),
    grant_types_supported: grants,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true, // RFC 9207 section 3
    // What a person can grant, because many clients request all that is listed.
    scopes_supported: grants.includes('refresh_token') ? [...scopes, 'offline_access'] : scopes,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    acr_values_supported: options.acrValues, // RFC 9470 section 7
    protected_resources: [...issuer.resources, ...userResources.identifiers], // RFC 9728 section 4
    pushed_authorization_request_endpoint: issuer.addressOf('/par'), // RFC 9126 section 5
    require_pushed_authorization_requests: options.requiresPushed,
    request_parameter_supported: options.acceptsRequestObjects,
    request_uri_parameter_supported: false, // OpenID Discovery 1.0 section 3: the default is true
    ...(options.acceptsClientDocuments && { client_id_metadata_document_supported: true }),
  };
};

/**
 * The members that sign-in publishes, or that are about a feature that it does without: nothing else may set them beside
 * it, because they would be untrue.
 */
export const OF_SIGN_IN = new RegExp(
  `^(${[
    ...['authorization_', 'registration_endpoint', 'response_', 'code_challenge_', 'prompt_', 'acr_', 'claims_'],
    ...['request_', 'pushed_authorization_', 'require_', 'client_id_metadata_', 'id_token_', 'subject_', 'userinfo_'],
    ...['device_authorization_', 'backchannel_', 'frontchannel_', 'end_session_', 'check_session_'],
  ].join('|')})`,
);
