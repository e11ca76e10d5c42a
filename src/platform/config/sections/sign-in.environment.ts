import { hosts } from '../kinds/addresses';
import { flag, integer, oneOf, text, words } from '../kinds/basic';
import { signInUpstreams } from '../upstreams/sign-in-upstreams';
import type { Upstream } from '../upstreams/upstream';
import { Section, Variable } from '../variable';

@Section('Sign-in')
export class SignInEnvironment {
  @Variable(
    'The path of a file, in YAML or JSON, with the identity providers where people sign in; without it, there is no sign-in. See docs/SIGN-IN.md.',
    {
      is: signInUpstreams(),
      default: [],
      inProduction: { decide: 'Whether people sign in, and at which identity providers: see docs/SIGN-IN.md.' },
    },
  )
  readonly SIGN_IN_UPSTREAMS!: readonly Upstream[];

  @Variable('How long a browser stays signed in, in seconds; 0: each authorization asks the identity provider.', {
    is: integer(0, 2_592_000),
    default: 28_800,
  })
  readonly SIGN_IN_SESSION!: number;

  @Variable('After how many seconds without use a session ends.', { is: integer(60, 2_592_000), default: 3600 })
  readonly SIGN_IN_SESSION_IDLE!: number;

  @Variable(
    'The path of a JSON file with the texts, the colours and the logo of the pages, and the words for scopes and resources.',
    { is: text(), default: '' },
  )
  readonly SIGN_IN_TEXTS!: string;

  @Variable('The resource of requests that name none, one of RESOURCES (RFC 8707).', { is: text(), default: '' })
  readonly DEFAULT_RESOURCE!: string;

  @Variable(
    'For which clients an answer that a person gave is remembered: never; trusted: those that an operator made or trusts; https: also those of https redirect URIs.',
    { is: oneOf(['never', 'trusted', 'https']), default: 'trusted' },
  )
  readonly CONSENT_MEMORY!: 'never' | 'trusted' | 'https';

  @Variable(
    'Which redirect URIs get the errors that are found before a person took part: trusted: loopback ones, those of clients that an operator made, and TRUSTED_REDIRECT_HOSTS; always: all. The others get them by a click of the person.',
    { is: oneOf(['trusted', 'always']), default: 'trusted' },
  )
  readonly ERROR_REDIRECTS!: 'trusted' | 'always';

  @Variable('Hosts of redirect URIs that get errors directly.', { is: hosts(), default: [] })
  readonly TRUSTED_REDIRECT_HOSTS!: string[];

  @Variable('The port of loopback redirect URIs: any (RFC 8252 section 7.3), or registered if one was registered.', {
    is: oneOf(['any', 'registered']),
    default: 'any',
  })
  readonly LOOPBACK_PORTS!: 'any' | 'registered';

  @Variable('The lifetime of access tokens of people, in seconds, unless the resource has another.', {
    is: integer(1, 3600),
    default: 900,
  })
  readonly USER_TOKEN_LIFETIME!: number;

  @Variable('For how many seconds a used refresh token gets the same response again.', {
    is: integer(0, 3600),
    default: 120,
  })
  readonly REFRESH_GRACE!: number;

  @Variable('After how many seconds without use a refresh token expires.', {
    is: integer(60, 31_536_000),
    default: 2_592_000,
  })
  readonly REFRESH_IDLE!: number;

  @Variable('After how many seconds refresh tokens expire even if they are used.', {
    is: integer(60, 31_536_000),
    default: 7_776_000,
  })
  readonly REFRESH_ABSOLUTE!: number;

  @Variable(
    'Which refresh tokens are replaced at each use: all, or unprotected: those of clients that do not authenticate, and that are bound to no key.',
    { is: oneOf(['all', 'unprotected']), default: 'all' },
  )
  readonly REFRESH_ROTATION!: 'all' | 'unprotected';

  @Variable(
    'What the revocation of an access token of a person ends: token, that token alone, or grant, all tokens of the authorization.',
    { is: oneOf(['token', 'grant']), default: 'token' },
  )
  readonly ACCESS_TOKEN_REVOCATION!: 'token' | 'grant';

  @Variable('Whether every authorization request must be pushed (RFC 9126).', { is: flag(), default: false })
  readonly REQUIRE_PUSHED_REQUESTS!: boolean;

  @Variable('Whether signed request objects are accepted by value (RFC 9101): on or off.', {
    is: oneOf(['on', 'off']),
    default: 'on',
  })
  readonly REQUEST_OBJECTS!: 'on' | 'off';

  @Variable('Whether client id metadata documents identify clients: on, if there is sign-in, or off.', {
    is: oneOf(['on', 'off']),
    default: 'on',
  })
  readonly CIMD!: 'on' | 'off';

  @Variable(
    'The hosts whose documents identify clients, such as app.example or *.example; one that begins with ! is refused; without a permitted one, all others are permitted.',
    { is: words(), default: [] },
  )
  readonly CIMD_HOSTS!: string[];

  @Variable('The redirect URIs that a document may have.', {
    is: oneOf(['any', 'same-origin-or-loopback', 'same-origin']),
    default: 'any',
  })
  readonly CIMD_REDIRECTS!: 'any' | 'same-origin-or-loopback' | 'same-origin';

  @Variable('For how many seconds a document is used whose host does not respond.', {
    is: integer(0, 2_592_000),
    default: 604_800,
  })
  readonly CIMD_STALE!: number;

  @Variable('The most octets of a document.', { is: integer(512, 65_536), default: 5120 })
  readonly CIMD_MAX_BYTES!: number;

  @Variable('Whether the address of a document may have a query.', { is: flag(), default: false })
  readonly CIMD_QUERY!: boolean;

  @Variable('Whether a document that names both none and private_key_jwt may be used without an assertion.', {
    is: flag(),
    default: false,
  })
  readonly CIMD_PUBLIC_FALLBACK!: boolean;

  @Variable(
    'Whether discovery names the registration endpoint; false where clients should come with metadata documents only.',
    { is: flag(), default: true },
  )
  readonly ADVERTISE_REGISTRATION!: boolean;
}
