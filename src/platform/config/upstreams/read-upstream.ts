import { type AccessRules, type DenyRules, readAccessRules, readDenied } from '../../../core/access-rules/access-rules';
import { EMAIL_VERIFIED } from '../../../core/access-rules/judge-access';
import { type MemberFault, MemberReader } from '../../../core/document-members/member-reader';
import { readCredentials } from './read-credentials';
import { readProvider, TENANT } from './read-provider';
import { NAME, SCOPE, UPSTREAM_ID } from './text-rules';
import type { Upstream } from './upstream';

/** The parameters of an authorization request that this server sets itself. */
const OWN_PARAMETERS = [
  ...[
    'client_id',
    'redirect_uri',
    'response_type',
    'response_mode',
    'scope',
    'state',
    'nonce',
    'request',
    'request_uri',
  ],
  ...['code_challenge', 'code_challenge_method', 'prompt', 'max_age', 'login_hint', 'acr_values', 'resource'],
];
const OPENID_SCOPES = ['openid', 'profile', 'email'];
/** The hosts of Entra, which sends addresses that anybody may have entered, and no `email_verified`. */
const ENTRA = /^(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)$/;
/** In seconds. */
const LONGEST_TIMEOUT = 10;
const NOBODY: AccessRules = {};

/**
 * Reads one entry. `folder` is that of the document. Adds what is wrong with it to `faults`, and gives `undefined` then.
 */
export const readUpstream = (
  value: unknown,
  path: readonly string[],
  faults: MemberFault[],
  folder: string,
): Upstream | undefined => {
  const before = faults.length;
  const reader = MemberReader.of(value, path, faults);
  const id = reader.requiredText('id', UPSTREAM_ID);
  const name = reader.text('name', NAME);
  const provider = readProvider(reader);
  const client_id = reader.requiredText('client_id');
  const credentials = readCredentials(reader, folder);
  const rules = readRules(reader, path);
  const isOpenId = provider?.kind !== 'oauth';
  const members = {
    scopes: reader.texts('scopes', SCOPE) ?? (isOpenId ? OPENID_SCOPES : []),
    prompt: reader.choice('prompt', ['login', 'consent', 'select_account']),
    parameters: readTexts(reader, 'authorization_parameters', OWN_PARAMETERS),
    subjectClaim: reader.text('subject_claim') ?? (isOpenId ? 'sub' : 'id'),
    labelClaim: reader.text('label_claim') ?? (isOpenId ? 'email' : 'login'),
    claims: reader.texts('claims') ?? [],
    tenants: reader.texts('tenants') ?? [],
    asksUserInfo: reader.flag('userinfo') ?? true,
    usesPkce: reader.flag('pkce') ?? true,
    passesLoginHint: reader.flag('login_hint') ?? false,
    loginHintDomains: (reader.texts('login_hint_domains') ?? []).map((domain) => domain.toLowerCase()),
    acr: readTexts(reader, 'acr'),
    timeoutSeconds: reader.integer('timeout', 1, LONGEST_TIMEOUT) ?? LONGEST_TIMEOUT,
    logoutEndsGrants: reader.flag('logout_ends_grants') ?? false,
    offersUpstreamLogout: reader.flag('upstream_logout') ?? false,
  };
  reader.end();
  const { prompt, ...others } = members;
  if (faults.length > before || !provider || id === undefined || client_id === undefined || !credentials)
    return undefined;
  const upstream = {
    id,
    name: name ?? id,
    provider,
    client_id,
    credentials,
    ...others,
    ...rules,
    ...(prompt && { prompt }),
  };
  requireSound(reader, upstream);
  return upstream;
};

const readRules = (
  reader: MemberReader,
  path: readonly string[],
): Pick<Upstream, 'allow' | 'deny' | 'emailVerifiedClaim'> => {
  if (!reader.has('allow'))
    reader.fault(['allow'], 'must say who is let in', 'write everyone: true below it if all may sign in');
  const allow = reader.has('allow')
    ? readAccessRules(reader.value('allow'), [...path, 'allow'], reader.faults)
    : NOBODY;
  const deny: DenyRules = reader.has('deny') ? readDenied(reader.value('deny'), [...path, 'deny'], reader.faults) : {};
  return { allow, deny, emailVerifiedClaim: reader.text('email_verified_claim') ?? EMAIL_VERIFIED };
};

/** An object of texts. */
const readTexts = (
  reader: MemberReader,
  name: string,
  reserved: readonly string[] = [],
): Readonly<Record<string, string>> => {
  const object = reader.object(name);
  if (!object) return {};
  return Object.fromEntries(
    object.names().flatMap((key) => {
      if (reserved.includes(key)) object.fault([key], 'must not be a parameter that the server sets', 'leave it out');
      const text = object.text(key);
      return text === undefined ? [] : [[key, text]];
    }),
  );
};

/** Rules between members. */
const requireSound = (
  reader: MemberReader,
  { provider, scopes, tenants, allow, emailVerifiedClaim, offersUpstreamLogout }: Upstream,
): void => {
  const readsEmails = allow.emails !== undefined || allow.email_domains !== undefined;
  if (provider.kind === 'oauth') {
    if (readsEmails && provider.emailsEndpoint === undefined)
      reader.fault(
        ['allow'],
        'must not have rules about e-mail addresses without oauth.emails_endpoint',
        'name the endpoint that says which addresses are verified',
      );
    if (offersUpstreamLogout)
      reader.fault(['upstream_logout'], 'must not be true for a provider without OpenID', 'leave it out');
    return;
  }
  if (!scopes.includes('openid')) reader.fault(['scopes'], 'must contain openid', 'add openid');
  if (provider.issuer.includes(TENANT) && tenants.length === 0)
    reader.fault(
      ['tenants'],
      'must list the tenants that are let in, as the issuer has many',
      'write the id of your tenant in brackets',
    );
  if (!provider.issuer.includes(TENANT) && tenants.length > 0)
    reader.fault(
      ['tenants'],
      `must not be set for an issuer without ${TENANT}`,
      'leave it out, or write allow.tenants',
    );
  if (
    readsEmails &&
    emailVerifiedClaim === EMAIL_VERIFIED &&
    ENTRA.test(new URL(provider.issuer.replace(TENANT, 'x')).hostname)
  )
    reader.fault(
      ['allow'],
      'must not have rules about e-mail addresses for Entra, which does not verify them',
      'use claims.groups or claims.roles, or configure the optional claim xms_edov and write email_verified_claim: xms_edov',
    );
};
