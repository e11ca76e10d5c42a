import { createHash } from 'node:crypto';
import type { ReturningSignIn } from './upstream-protocol';
import { UpstreamRefused } from './upstream-errors';

type Claims = Readonly<Record<string, unknown>>;

/** An ID token is made when the code is redeemed. */
const OLDEST_SECONDS = 600;
/** By as much clocks may differ. */
const TOLERANCE_SECONDS = 60;

const refused = (message: string): UpstreamRefused => new UpstreamRefused('server_error', message);

/**
 * The check of `at_hash`, which openid-client does not have (OpenID Connect Core 1.0 section 3.1.3.8): the left half of the hash
 * of the access token, by the hash of the algorithm of the ID token. Throws {@link UpstreamRefused}.
 */
export const requireAtHash = (at_hash: unknown, accessToken: string, alg: string): void => {
  if (at_hash === undefined) return;
  const hash = createHash(hashOf(alg)).update(accessToken).digest();
  if (at_hash !== hash.subarray(0, hash.length / 2).toString('base64url'))
    throw refused('at_hash is not that of the access token');
};

const hashOf = (alg: string): string => (/^Ed/.test(alg) ? 'sha512' : `sha${alg.slice(-3)}`);

/** Further checks of OpenID Connect Core 1.0 section 3.1.3.7, of a token that openid-client verified. Throws {@link UpstreamRefused}. */
export const requireForThisClient = (
  { azp, iat, tid }: Claims,
  client_id: string,
  tenants: readonly string[],
): void => {
  if (azp !== undefined && azp !== client_id) throw refused('azp is another client');
  if (Number(iat) < nowSeconds() - OLDEST_SECONDS) throw refused('the ID token was made too long ago');
  if (tenants.length > 0 && !tenants.some((tenant) => tenant === tid))
    throw refused('the tenant is not one of tenants');
};

/**
 * When the person authenticated, in seconds since 1970. The time of the callback counts only if the upstream was asked to
 * authenticate the person again. Throws {@link UpstreamRefused} with `login_required` if that is not as recent as the request
 * wants: an upstream that did not do it is not believed.
 */
export const authTimeOf = (auth_time: unknown, { prompt, max_age, secrets }: ReturningSignIn): number | undefined => {
  const isAskedToLogin = prompt === 'login' || max_age === 0;
  const known = typeof auth_time === 'number' && Number.isFinite(auth_time) ? Math.floor(auth_time) : undefined;
  const time = known ?? (isAskedToLogin ? nowSeconds() : undefined);
  if (!isAskedToLogin && max_age === undefined) return time;
  const oldest = isAskedToLogin ? secrets.began_at : nowSeconds() - (max_age ?? 0);
  if (time === undefined || time < oldest - TOLERANCE_SECONDS)
    throw new UpstreamRefused(
      'login_required',
      'the upstream did not authenticate the person as recently as was asked',
    );
  return time;
};

/** The value of this server for an `acr` of the upstream: one that was asked for, if several stand for it. */
export const acrOf = (acr: unknown, mapped: Readonly<Record<string, string>>, asked = ''): string | undefined => {
  const names = Object.keys(mapped).filter((name) => mapped[name] === acr);
  return asked.split(' ').find((name) => names.includes(name)) ?? names[0];
};

const LONGEST_SUBJECT = 255;

/** The subject of a person by a claim; numbers are their digits. Throws {@link UpstreamRefused} for anything else. */
export const subjectOf = (value: unknown, claim: string): string => {
  const subject = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof subject === 'string' && subject !== '' && subject.length <= LONGEST_SUBJECT && !/\p{Cc}/u.test(subject))
    return subject;
  throw refused(`${claim} identifies nobody`);
};

/** The members of `amr` (RFC 8176). */
export const amrOf = (amr: unknown): readonly string[] | undefined => {
  const values = Array.isArray(amr) ? amr.filter((one): one is string => typeof one === 'string') : [];
  return values.length > 0 ? values : undefined;
};

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
