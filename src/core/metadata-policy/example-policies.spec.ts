import { aPolicy, outcomeOf, sound, type Members } from '../../../test/support/a-policy';
import { mergePolicies } from './merge-policies';

/** The lists of an operator, which every other policy is merged into. */
const OPERATOR: Members = {
  grant_types: { subset_of: ['authorization_code', 'refresh_token', 'client_credentials'] },
  scope: { subset_of: ['read', 'write', 'accounts', 'payments'] },
};

const under = (policy: Members): ReturnType<typeof aPolicy> =>
  sound(mergePolicies(aPolicy(OPERATOR, 'operator'), aPolicy(policy, 'own')));

describe('open registration of MCP clients', () => {
  const policy = under({
    grant_types: { subset_of: ['authorization_code', 'refresh_token'], superset_of: ['authorization_code'] },
    token_endpoint_auth_method: { default: 'none' },
    redirect_uris: { essential: true, max_items: 10, schemes: ['https', 'http', 'cursor'] },
    client_name: { max_length: 60 },
    logo_uri: { schemes: ['https'] },
  });

  it('gives no secret without being asked for one, and drops grants', () => {
    const sent = { redirect_uris: ['cursor://callback'], grant_types: ['authorization_code', 'client_credentials'] };
    expect(outcomeOf(policy, sent)).toEqual({
      redirect_uris: ['cursor://callback'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'none',
    });
  });

  it('refuses other schemes, long names, and clients without users', () => {
    expect(
      outcomeOf(policy, {
        redirect_uris: ['https://a.example', 'intent://x'],
        grant_types: ['client_credentials'],
        client_name: 'x'.repeat(61),
        logo_uri: 'http://a.example/logo.png',
      }),
    ).toEqual([
      'grant_types must contain authorization_code; add the missing values (own)',
      'redirect_uris[1] must have one of the schemes https, http, cursor; use one of these schemes (own)',
      'client_name must be a string of 60 characters at most; shorten it (own)',
      'logo_uri must have one of the schemes https; use one of these schemes (own)',
    ]);
  });
});

describe('a partner portal', () => {
  const policy = under({
    redirect_uris: { hosts: ['partner.example', '*.partner.example'], schemes: ['https'], max_items: 5 },
    client_name: { pattern: 'Partner: [A-Za-z0-9 ]+', essential: true },
    scope: { subset_of: ['read'], default: 'read' },
    contacts: { add: ['support@partner.example'] },
  });

  it('completes a registration of the partner', () => {
    expect(
      outcomeOf(policy, { redirect_uris: ['https://app.partner.example/cb'], client_name: 'Partner: App 1' }),
    ).toEqual({
      redirect_uris: ['https://app.partner.example/cb'],
      client_name: 'Partner: App 1',
      scope: 'read',
      contacts: ['support@partner.example'],
    });
  });

  it('refuses the hosts of others', () => {
    expect(
      outcomeOf(policy, { redirect_uris: ['https://partner.example.evil.example/'], client_name: 'Partner: x' }),
    ).toEqual([
      'redirect_uris[0] must have one of the hosts partner.example, *.partner.example; use one of these hosts (own)',
    ]);
  });
});

describe('open banking', () => {
  const policy = under({
    token_endpoint_auth_method: { one_of: ['private_key_jwt', 'tls_client_auth'], essential: true },
    token_endpoint_auth_signing_alg: { one_of: ['PS256', 'ES256'] },
    id_token_signed_response_alg: { default: 'PS256', one_of: ['PS256', 'ES256'] },
    tls_client_certificate_bound_access_tokens: { value: true },
    jwks: { value: null },
    jwks_uri: { essential: true, schemes: ['https'], hosts: ['keystore.directory.example'] },
    software_id: { essential: true, pattern: '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' },
    scope: { subset_of: ['accounts', 'payments'], max_items: 1 },
  });
  const body = {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: 'https://keystore.directory.example/a.jwks',
    software_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    scope: 'openid accounts',
  };

  it('binds access tokens to certificates, and takes keys from the directory only', () => {
    expect(outcomeOf(policy, { ...body, jwks: { keys: [] } })).toEqual({
      ...body,
      scope: 'accounts',
      tls_client_certificate_bound_access_tokens: true,
      id_token_signed_response_alg: 'PS256',
    });
  });

  it('refuses secrets, weak algorithms, and software without identifier', () => {
    expect(
      outcomeOf(policy, {
        ...body,
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
        software_id: 'x',
        scope: 'accounts payments',
      }),
    ).toEqual([
      'scope must have 1 value at most; leave some out (own)',
      'token_endpoint_auth_method must be one of private_key_jwt, tls_client_auth; use one of them (own)',
      'id_token_signed_response_alg must be one of PS256, ES256; use one of them (own)',
      'software_id must match [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}; change it to match the pattern (own)',
    ]);
  });
});
