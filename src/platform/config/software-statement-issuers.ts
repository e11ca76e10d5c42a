import { readFileSync } from 'node:fs';
import type { JwkSet } from '../../core/jose/jwk';
import { isSoundKey } from '../../core/jose/key-rules';
import { isObject, isStringArray, parseJson } from '../../core/json/json';
import { isPolicyName } from '../../core/policy-document/policy-name';
import type { VariableKind } from './variable';

/** An issuer whose software statements are accepted, and its limits (RFC 7591 section 2.3). */
export interface TrustedIssuer {
  /** The `iss` of its statements. */
  readonly issuer: string;
  /** The address of its keys, or the keys of a file; always one of the two. */
  readonly jwks_uri?: string;
  readonly jwks?: JwkSet;
  /** The `aud` of a statement is one of these. */
  readonly audiences?: readonly string[];
  /** Values of `aud`, besides this server, that a signed request with such a statement may have. */
  readonly request_audiences: readonly string[];
  /** `jwt`: such a statement is accepted only in a request that is signed as a whole. */
  readonly request: 'any' | 'jwt';
  /** Whether a statement with a `jti` registers one client only; otherwise it may register any number. */
  readonly single_use: boolean;
  /** The highest age of a statement by its `iat`, in seconds; without it only `exp` limits the age. */
  readonly max_age?: number;
  /** The scopes that its clients may have; without it all of `SCOPES`. */
  readonly scopes?: readonly string[];
  /** If an issuer is required, every registration needs a statement of a required issuer. */
  readonly required: boolean;
  /** One client at a time for each `software_id` and `software_version`. */
  readonly single_instance: boolean;
  /** The `software_id` of software that is not approved here. */
  readonly denied_software: readonly string[];
  /** The name of a policy for clients with its statements, besides those of the mode and of the credential. */
  readonly policy?: string;
}

/** The settings of an issuer: the rule of each, and its check. */
const SETTINGS: Readonly<Record<string, readonly [rule: string, holds: (value: unknown) => boolean]>> = {
  jwks_uri: ['be an https address', (value) => isText(value) && /^https:/.test(value) && URL.canParse(value)],
  jwks_file: [
    'be the path of a readable file with a set of public keys, RSA of 2048 to 4096 bits or on a known curve',
    (value) => keysIn(value) !== undefined,
  ],
  audiences: ['be a list of texts, not empty', (value) => isTexts(value) && value.length > 0],
  request_audiences: ['be a list of texts', (value) => isTexts(value)],
  request: ['be any or jwt', (value) => value === 'any' || value === 'jwt'],
  single_use: ['be true or false', (value) => typeof value === 'boolean'],
  max_age: ['be a number of seconds, 1 or more', (value) => Number.isSafeInteger(value) && Number(value) > 0],
  scopes: ['be a list of scopes', (value) => isTexts(value)],
  required: ['be true or false', (value) => typeof value === 'boolean'],
  single_instance: ['be true or false', (value) => typeof value === 'boolean'],
  denied_software: ['be a list of software_id values', (value) => isTexts(value)],
  policy: ['be the name of a policy, in lower case', (value) => isText(value) && isPolicyName(value)],
};

type Settings = Readonly<Record<string, unknown>>;

/** `{"https://issuer.example": {"jwks_uri": "https://issuer.example/keys"}}`; every mistake in it is reported. */
export const softwareStatementIssuers = (): VariableKind<readonly TrustedIssuer[]> => ({
  read: (text) => {
    const configured = parseJson(text);
    if (!isObject(configured) || mistakesIn(configured).length > 0) return undefined;
    return Object.entries(configured).map(([issuer, settings]) => trusted(issuer, settings as Settings));
  },
  mistakesIn: (text) => mistakesIn(parseJson(text)),
  rule: 'a JSON object: each issuer with jwks_uri or jwks_file and, as needed, the settings of docs/SOFTWARE-STATEMENTS.md',
});

const mistakesIn = (configured: unknown): string[] =>
  isObject(configured) ? Object.entries(configured).flatMap(([issuer, settings]) => mistakesOf(issuer, settings)) : [];

const mistakesOf = (issuer: string, settings: unknown): string[] => {
  if (issuer === '') return ['has an issuer without a name'];
  if (!isObject(settings)) return [`${issuer} must be a JSON object`];
  const keys = ['jwks_uri', 'jwks_file'].filter((name) => settings[name] !== undefined);
  return [
    ...(keys.length === 1 ? [] : [`${issuer} must have either jwks_uri or jwks_file`]),
    ...Object.entries(settings).flatMap(([name, value]) => {
      if (!Object.hasOwn(SETTINGS, name))
        return [`${issuer}.${name} is not known; use ${Object.keys(SETTINGS).join(', ')}`];
      const [rule, holds] = SETTINGS[name] as [string, (value: unknown) => boolean];
      return holds(value) ? [] : [`${issuer}.${name} must ${rule}`];
    }),
  ];
};

const DEFAULTS = {
  request: 'any',
  request_audiences: [],
  required: false,
  single_instance: false,
  single_use: false,
  denied_software: [],
} as const;

const trusted = (issuer: string, { jwks_file, ...settings }: Settings): TrustedIssuer => {
  const jwks = keysIn(jwks_file);
  return { ...DEFAULTS, ...settings, ...(jwks && { jwks }), issuer };
};

/** The keys of a file, if a client might register all of them. */
const keysIn = (path: unknown): JwkSet | undefined => {
  if (!isText(path)) return undefined;
  try {
    const set = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    const keys = isObject(set) && Array.isArray(set['keys']) ? (set['keys'] as unknown[]) : [];
    return keys.length > 0 && keys.every(isSoundKey) ? { keys } : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): value is string[] => isStringArray(value) && value.every(isText);
