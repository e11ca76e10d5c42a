import { readAccessRules } from '../../core/access-rules/access-rules';
import type { MemberFault } from '../../core/document-members/member-reader';
import { scopeMatcher } from '../../core/metadata/scope-pattern';
import { RESERVED_SCOPES } from '../../core/metadata/scope-tokens';
import { USER_SUBJECT_PREFIX } from '../../core/user-subject';
import { between, type EnvironmentRule } from './environment-rule';
import type { Environment } from './environment';
import { isLoopbackHost } from './kinds/addresses';

/** The same rule, checked only if people sign in here. */
const withSignIn = ({ names, mistake }: EnvironmentRule): EnvironmentRule =>
  between(['SIGN_IN_UPSTREAMS', ...names], (environment) =>
    environment.SIGN_IN_UPSTREAMS.length === 0 ? undefined : mistake(environment as Environment),
  );

const NEIGHBOURS = [
  ...(['AUTHORIZATION_ENDPOINT', 'TOKEN_ENDPOINT', 'USERINFO_ENDPOINT', 'END_SESSION_ENDPOINT'] as const),
  ...(['PUSHED_AUTHORIZATION_REQUEST_ENDPOINT', 'DEVICE_AUTHORIZATION_ENDPOINT'] as const),
  'BACKCHANNEL_AUTHENTICATION_ENDPOINT',
] as const;

/** An issuer has one authorization endpoint, and its tokens come from one token endpoint (RFC 8414 section 2). */
const noServerSharesTheIssuer = between([...NEIGHBOURS], (variables) => {
  const endpoint = NEIGHBOURS.find((name) => variables[name] !== undefined);
  return (
    endpoint &&
    `${endpoint} must not be set with SIGN_IN_UPSTREAMS, because this server is the only one of its issuer then; remove it`
  );
});

/** The grants whose endpoints are those of other servers. */
const ELSEWHERE = [
  'implicit',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
] as const;

const codesAreGranted = between(['GRANT_TYPES'], ({ GRANT_TYPES }) => {
  if (!GRANT_TYPES.includes('authorization_code'))
    return 'GRANT_TYPES must offer authorization_code with SIGN_IN_UPSTREAMS, because sign-in gives nothing else; add it';
  const elsewhere = ELSEWHERE.find((grant) => GRANT_TYPES.includes(grant));
  return elsewhere && `GRANT_TYPES must not offer ${elsewhere} with SIGN_IN_UPSTREAMS, which does without; remove it`;
});

const documentsNameNone = between(['CIMD', 'AUTH_METHODS'], ({ CIMD, AUTH_METHODS }) =>
  CIMD === 'on' && !AUTH_METHODS.includes('none')
    ? 'AUTH_METHODS must offer none with CIMD=on, because clients turn metadata documents down without it; add none, or set CIMD=off'
    : undefined,
);

const peopleCanGrantSomething = between(['RESOURCES'], ({ RESOURCES }) =>
  [...RESOURCES.values()].every(({ user_scopes = [] }) => user_scopes.length === 0)
    ? 'RESOURCES must have a resource with user_scopes with SIGN_IN_UPSTREAMS, because nobody could be granted anything; name the scopes of your resource there'
    : undefined,
);

const userScopesAreOffered = between(['RESOURCES', 'SCOPES', 'MANAGEMENT_SCOPE'], (variables) => {
  const { RESOURCES, SCOPES, MANAGEMENT_SCOPE } = variables;
  const scopes = [...RESOURCES.values()].flatMap(({ user_scopes = [] }) => user_scopes);
  const ours = scopes.find((scope) => RESERVED_SCOPES.has(scope) || scope === MANAGEMENT_SCOPE);
  if (ours !== undefined)
    return `RESOURCES must not have ${ours} in user_scopes, because people cannot grant access to this server; remove it`;
  const notOffered = scopes.filter((scope) => !scopeMatcher(SCOPES)(scope));
  return notOffered.length > 0
    ? `SCOPES must offer the user_scopes of RESOURCES, so that clients can register them; add ${[...new Set(notOffered)].join(' ')} there`
    : undefined;
});

const narrowedUserScopesAreUserScopes = between(['RESOURCES'], ({ RESOURCES }) => {
  for (const [identifier, { user_scopes = [], default_user_scopes = [], required_user_scopes = [] }] of RESOURCES) {
    const other = [...default_user_scopes, ...required_user_scopes].find((scope) => !user_scopes.includes(scope));
    if (other !== undefined)
      return `RESOURCES must list ${other} in user_scopes of ${identifier}, because people are asked for it; add it there`;
  }
  return undefined;
});

const defaultResourceIsForPeople = between(['RESOURCES', 'DEFAULT_RESOURCE'], ({ RESOURCES, DEFAULT_RESOURCE }) =>
  DEFAULT_RESOURCE !== '' && (RESOURCES.get(DEFAULT_RESOURCE)?.user_scopes ?? []).length === 0
    ? 'DEFAULT_RESOURCE must be one of RESOURCES with user_scopes; name one as it is written there'
    : undefined,
);

const resourcesNameTheirUpstream = between(['RESOURCES', 'SIGN_IN_UPSTREAMS'], ({ RESOURCES, SIGN_IN_UPSTREAMS }) => {
  const ids = SIGN_IN_UPSTREAMS.map(({ id }) => id);
  const unknown = [...RESOURCES.values()].find(({ upstream }) => upstream !== undefined && !ids.includes(upstream));
  return (
    unknown &&
    `RESOURCES must name an upstream of SIGN_IN_UPSTREAMS, and ${unknown.upstream} is none; use ${ids.join(', ')}`
  );
});

const rulesOfResourcesAreSound = between(['RESOURCES'], ({ RESOURCES }) => {
  const faults: MemberFault[] = [];
  for (const [identifier, { allow }] of RESOURCES)
    if (allow !== undefined) readAccessRules(allow, [identifier, 'allow'], faults);
  const [fault] = faults;
  return fault && `RESOURCES: ${fault.path.join('.')} ${fault.rule}; ${fault.remedy}`;
});

const cookiesAreKept = between(['ISSUER'], ({ ISSUER }) =>
  ISSUER.startsWith('http:') && !isLoopbackHost(new URL(ISSUER).hostname)
    ? 'ISSUER must be https with SIGN_IN_UPSTREAMS, because browsers keep the cookies of sign-in on https only; use http for a loopback host alone'
    : undefined,
);

const clientsAreNotNamedLikePeople = between(['REGISTRAR_CLIENT_ID', 'ADMIN_CLIENT_ID'], (variables) => {
  const name = (['REGISTRAR_CLIENT_ID', 'ADMIN_CLIENT_ID'] as const).find((one) =>
    variables[one].startsWith(USER_SUBJECT_PREFIX),
  );
  return (
    name && `${name} must not begin with ${USER_SUBJECT_PREFIX}, as the identifiers of people do; choose another name`
  );
});

/** The rules between the variables of sign-in and the others. */
export const SIGN_IN_RULES: readonly EnvironmentRule[] = [
  noServerSharesTheIssuer,
  clientsAreNotNamedLikePeople,
  codesAreGranted,
  documentsNameNone,
  peopleCanGrantSomething,
  userScopesAreOffered,
  narrowedUserScopesAreUserScopes,
  defaultResourceIsForPeople,
  resourcesNameTheirUpstream,
  rulesOfResourcesAreSound,
  cookiesAreKept,
].map(withSignIn);
