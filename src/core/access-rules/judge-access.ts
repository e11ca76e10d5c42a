import { claimAt, claimValues } from '../claims/claim-values';
import type { AccessRules, DenyRules } from './access-rules';

/** OpenID Connect Core 1.0 section 5.1. */
export const EMAIL_VERIFIED = 'email_verified';

/** A person, as the rules see one. */
export interface JudgedPerson {
  /** The subject at the upstream. */
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The claim that says whether the upstream verified the address: `email_verified`, or another one. */
  readonly emailVerifiedClaim: string;
}

/** The rule that refuses a person, such as `emails` or `claims.groups`; `undefined` if the person is let in. */
export const refusingRule = (rules: AccessRules, person: JudgedPerson): string | undefined => {
  const { everyone, claims = {} } = rules;
  if (everyone) return undefined;
  const refusing = RULES.find(([name, holds]) => rules[name] !== undefined && !holds(rules[name], person));
  if (refusing) return refusing[0];
  const claim = Object.entries(claims).find(([name, values]) => !isOneOf(values, claimValues(person.claims, name)));
  return claim && `claims.${claim[0]}`;
};

/** The rule by which the operator refuses a person; `undefined` if there is none. */
export const denyingRule = ({ subjects = [], emails = [] }: DenyRules, person: JudgedPerson): string | undefined => {
  if (subjects.includes(person.subject)) return 'deny.subjects';
  const email = textOf(person.claims, 'email');
  return email !== undefined && emails.includes(email) ? 'deny.emails' : undefined;
};

/** The claims that rules read. */
export const claimsOfRules = (rules: AccessRules & DenyRules, emailVerifiedClaim: string): readonly string[] => [
  ...(rules.emails || rules.email_domains ? ['email', emailVerifiedClaim] : []),
  ...(rules.hosted_domains ? ['hd'] : []),
  ...(rules.tenants ? ['tid'] : []),
  ...Object.keys(rules.claims ?? {}),
];

type Holds = (values: readonly string[], person: JudgedPerson) => boolean;

const RULES: readonly (readonly [name: Exclude<keyof AccessRules, 'everyone' | 'claims'>, holds: Holds])[] = [
  ['subjects', (values, { subject }) => values.includes(subject)],
  ['emails', (values, person) => isOneOf(values, [verifiedEmail(person)])],
  ['email_domains', (values, person) => isOneOf(values, [verifiedEmail(person)?.replace(/^.*@/, '')])],
  ['hosted_domains', (values, { claims }) => isOneOf(values, [textOf(claims, 'hd')])],
  ['tenants', (values, { claims }) => typeof claims['tid'] === 'string' && values.includes(claims['tid'])],
];

const isOneOf = (values: readonly string[], has: readonly (string | undefined)[]): boolean =>
  has.some((one) => one !== undefined && values.includes(one));

/** An address that the upstream did not verify is one that anybody may have entered. */
const verifiedEmail = ({ claims, emailVerifiedClaim }: JudgedPerson): string | undefined => {
  const value = claimAt(claims, emailVerifiedClaim);
  // The claim xms_edov of Entra is a number or a text.
  const values: readonly unknown[] = emailVerifiedClaim === EMAIL_VERIFIED ? [true] : [true, 1, '1', 'true'];
  return values.includes(value) ? textOf(claims, 'email') : undefined;
};

const textOf = (claims: JudgedPerson['claims'], name: string): string | undefined =>
  typeof claims[name] === 'string' ? claims[name].toLowerCase() : undefined;
