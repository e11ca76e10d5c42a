import { between, type EnvironmentRule, inProduction } from './environment-rule';

const neighboursTokensHaveAnEndpoint = between(
  ['TOKEN_ENDPOINT', 'JWKS_URI', 'INTROSPECTION_ENDPOINT', 'REVOCATION_ENDPOINT'],
  ({ TOKEN_ENDPOINT, JWKS_URI, INTROSPECTION_ENDPOINT, REVOCATION_ENDPOINT }) =>
    TOKEN_ENDPOINT === undefined && (JWKS_URI ?? INTROSPECTION_ENDPOINT ?? REVOCATION_ENDPOINT) !== undefined
      ? 'TOKEN_ENDPOINT must be set with JWKS_URI, INTROSPECTION_ENDPOINT and REVOCATION_ENDPOINT, which are about its tokens; name that of the neighbour'
      : undefined,
);

const BEGINNINGS = [
  'AUTHORIZATION_ENDPOINT',
  'DEVICE_AUTHORIZATION_ENDPOINT',
  'BACKCHANNEL_AUTHENTICATION_ENDPOINT',
] as const;

const whatBeginsCanEnd = between(['TOKEN_ENDPOINT', ...BEGINNINGS], (variables) => {
  const begun = BEGINNINGS.find((name) => variables[name] !== undefined);
  return variables.TOKEN_ENDPOINT === undefined && begun !== undefined
    ? `TOKEN_ENDPOINT must be set in production with ${begun}, for its flows end there; name that of the neighbour`
    : undefined;
});

/** What the endpoints of a neighbour ask of each other. */
export const NEIGHBOUR_RULES: readonly EnvironmentRule[] = [
  neighboursTokensHaveAnEndpoint,
  inProduction(whatBeginsCanEnd),
];
