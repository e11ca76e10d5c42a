import { between, type EnvironmentRule, inProduction } from './environment-rule';

const tokensHaveAnEndpoint = between(
  ['TOKEN_ENDPOINT', 'JWKS_URI', 'INTROSPECTION_ENDPOINT', 'REVOCATION_ENDPOINT'],
  ({ TOKEN_ENDPOINT, JWKS_URI, INTROSPECTION_ENDPOINT, REVOCATION_ENDPOINT }) =>
    TOKEN_ENDPOINT === undefined && (JWKS_URI ?? INTROSPECTION_ENDPOINT ?? REVOCATION_ENDPOINT) !== undefined
      ? 'TOKEN_ENDPOINT must be set with JWKS_URI, INTROSPECTION_ENDPOINT and REVOCATION_ENDPOINT, which are about its tokens; name that of the external server'
      : undefined,
);

const FLOW_ENDPOINTS = [
  'AUTHORIZATION_ENDPOINT',
  'DEVICE_AUTHORIZATION_ENDPOINT',
  'BACKCHANNEL_AUTHENTICATION_ENDPOINT',
] as const;

const flowsHaveATokenEndpoint = between(['TOKEN_ENDPOINT', ...FLOW_ENDPOINTS], (variables) => {
  const flow = FLOW_ENDPOINTS.find((name) => variables[name] !== undefined);
  return variables.TOKEN_ENDPOINT === undefined && flow !== undefined
    ? `TOKEN_ENDPOINT must be set in production with ${flow}, for its flows end there; name that of the external server`
    : undefined;
});

/** The rules between the external endpoints. */
export const EXTERNAL_ENDPOINT_RULES: readonly EnvironmentRule[] = [
  tokensHaveAnEndpoint,
  inProduction(flowsHaveATokenEndpoint),
];
