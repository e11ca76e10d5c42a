import { type MemberFault, MemberReader, type TextRule } from '../document-members/member-reader';

/** Which people are let in. All rules that are given have to hold. */
export interface AccessRules {
  /** Everybody who can sign in at the upstream. */
  readonly everyone?: true;
  /** The subjects at the upstream. */
  readonly subjects?: readonly string[];
  /** Addresses in lower case, which count only if the upstream says that it verified them. */
  readonly emails?: readonly string[];
  /** What follows the @ of such addresses, in lower case. */
  readonly email_domains?: readonly string[];
  /** The values of the claim `hd`, by which Google names the organisation of an account. */
  readonly hosted_domains?: readonly string[];
  /** The values of the claim `tid`, by which Entra names the organisation of an account. */
  readonly tenants?: readonly string[];
  /** The values of further claims, such as those of groups; a dot separates the names of nested objects. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
}

/** The people who are refused, whatever else holds. */
export type DenyRules = Pick<AccessRules, 'subjects' | 'emails'>;

const DOMAIN: TextRule = {
  holds: (text) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text),
  rule: 'must be a domain',
  remedy: 'write it as corp.example, without @',
};

const EMAIL: TextRule = {
  holds: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  rule: 'must be an e-mail address',
  remedy: 'write it as alice@corp.example',
};

/** Reads access rules. Adds what is wrong with them to `faults`. */
export const readAccessRules = (value: unknown, path: readonly string[], faults: MemberFault[]): AccessRules => {
  const reader = MemberReader.of(value, path, faults);
  const rules = {
    ...readDenyRules(reader),
    ...present('everyone', reader.flag('everyone')),
    ...present('email_domains', lowered(reader.texts('email_domains', DOMAIN))),
    ...present('hosted_domains', lowered(reader.texts('hosted_domains', DOMAIN))),
    ...present('tenants', reader.texts('tenants')),
    ...present('claims', claimsIn(reader)),
  };
  reader.end();
  const isEmpty = reader.names().length === 0;
  if (isEmpty || rules.everyone === false)
    reader.fault([], 'must say who is let in', 'name subjects, emails, domains or claims, or write everyone: true');
  if (rules.everyone && Object.keys(rules).length > 1)
    reader.fault(['everyone'], 'must not stand beside other rules', 'leave it out, as the other rules have to hold');
  return rules as AccessRules;
};

/** Reads whom the operator refuses. */
export const readDenied = (value: unknown, path: readonly string[], faults: MemberFault[]): DenyRules => {
  const reader = MemberReader.of(value, path, faults);
  const rules = readDenyRules(reader);
  reader.end();
  return rules;
};

const readDenyRules = (reader: MemberReader): DenyRules => ({
  ...present('subjects', reader.texts('subjects')),
  ...present('emails', lowered(reader.texts('emails', EMAIL))),
});

const claimsIn = (reader: MemberReader): AccessRules['claims'] => {
  const claims = reader.object('claims');
  return claims && Object.fromEntries(claims.names().map((name) => [name, claims.texts(name) ?? []]));
};

const lowered = (texts: readonly string[] | undefined): readonly string[] | undefined =>
  texts?.map((text) => text.toLowerCase());

/** A member with a value, or none. */
const present = <Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { [N in Name]?: Value });
