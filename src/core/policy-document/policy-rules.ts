import { MAX_REFRESH_LIFETIME, MAX_SECRET_LIFETIME, MAX_TOKEN_LIFETIME } from '../lifetimes/lifetimes';
import { InvalidPolicy } from '../metadata-policy/faults';
import {
  type RateLimit,
  readFlag,
  readHttpsUrl,
  readInteger,
  readIssuers,
  readRateLimit,
  type ReadRule,
} from './rule-kinds';

/** The members of a policy beside `metadata_policy`, as its document has them. */
export interface RuleValues {
  readonly require_approval?: boolean;
  readonly max_clients?: number;
  readonly rate_limit?: RateLimit;
  readonly client_secret_lifetime?: number;
  readonly access_token_lifetime?: number;
  readonly refresh_token_lifetime?: number;
  readonly delete_unused_after_days?: number;
  readonly delete_idle_after_days?: number;
  readonly software_statement_issuers?: readonly string[];
  readonly decision_url?: string;
  readonly reuse_equal_registrations?: boolean;
}

/** The name of a rule: a member of a policy beside `metadata_policy`. */
export type RuleName = keyof RuleValues;

/** A value, and the name of the policy that has it, without version. */
export interface OfPolicy<Value> {
  readonly policy: string;
  readonly value: Value;
}

/** The rules that hold together, of one policy or of several merged ones. */
export interface PolicyRules extends Omit<RuleValues, 'rate_limit' | 'decision_url'> {
  /** All of them hold. */
  readonly rate_limit?: readonly OfPolicy<RateLimit>[];
  /** All of them are asked. */
  readonly decision_url?: readonly OfPolicy<string>[];
}

/** What is known of a rule. */
interface RuleRow<Name extends RuleName> {
  /** The value, in the words of the guide. */
  readonly value: string;
  /** What the rule does, in the words of the guide. */
  readonly about: string;
  readonly read: ReadRule<NonNullable<RuleValues[Name]>>;
  /** Merges the values of two policies: what the result admits, both admit. Associative. */
  readonly merge: (
    superior: NonNullable<PolicyRules[Name]>,
    subordinate: NonNullable<PolicyRules[Name]>,
  ) => NonNullable<PolicyRules[Name]>;
  /** The value of one policy as it holds, if that is not the value of the document. */
  readonly heldAs?: (value: NonNullable<RuleValues[Name]>, policy: string) => NonNullable<PolicyRules[Name]>;
}

const either = (one: boolean, other: boolean): boolean => one || other;
const both = <Item>(superior: readonly Item[], subordinate: readonly Item[]): readonly Item[] => [
  ...superior,
  ...subordinate,
];
const common = (superior: readonly string[], subordinate: readonly string[]): readonly string[] =>
  superior.filter((item) => subordinate.includes(item));
const listed = <Value>(value: Value, policy: string): readonly OfPolicy<Value>[] => [{ policy, value }];

const DAYS = 'days, 1 or more';
const MOST_DAYS = 36_500;

/** All rules, in the order of the guide. */
export const POLICY_RULES: { readonly [Name in RuleName]-?: RuleRow<Name> } = {
  require_approval: {
    value: '`true`, `false`',
    about: 'A client obtains no tokens until an operator approves it.',
    read: readFlag,
    merge: either,
  },
  max_clients: {
    value: 'number, 0 or more',
    about: 'How many clients of one initial access token, or of one registrar, may exist at the same time.',
    read: readInteger(0),
    merge: Math.min,
  },
  rate_limit: {
    value: '`registrations`, `seconds`',
    about:
      'How many registrations are admitted in how many seconds, for each initial access token or registrar, otherwise for each address.',
    read: readRateLimit,
    merge: both,
    heldAs: listed,
  },
  client_secret_lifetime: {
    value: 'seconds',
    about: 'A client secret expires after this time, or after `CLIENT_SECRET_LIFETIME` if that is shorter.',
    read: readInteger(1, MAX_SECRET_LIFETIME),
    merge: Math.min,
  },
  access_token_lifetime: {
    value: `seconds, up to ${MAX_TOKEN_LIFETIME}`,
    about: 'An access token expires after this time, or after that of the environment if that is shorter.',
    read: readInteger(1, MAX_TOKEN_LIFETIME),
    merge: Math.min,
  },
  refresh_token_lifetime: {
    value: 'seconds, up to a year',
    about:
      'What a person authorized ends after this time, or after `REFRESH_ABSOLUTE` if that is shorter; without use, after `REFRESH_IDLE` if that is shorter.',
    read: readInteger(1, MAX_REFRESH_LIFETIME),
    merge: Math.min,
  },
  delete_unused_after_days: {
    value: DAYS,
    about: 'A client that was never used is deleted this many days after its registration.',
    read: readInteger(1, MOST_DAYS),
    merge: Math.min,
  },
  delete_idle_after_days: {
    value: DAYS,
    about: 'A client is deleted this many days after its last use.',
    read: readInteger(1, MOST_DAYS),
    merge: Math.min,
  },
  software_statement_issuers: {
    value: 'list of issuers',
    about: 'Software statements of other issuers are refused.',
    read: readIssuers,
    merge: common,
  },
  decision_url: {
    value: 'https URL',
    about: 'This [service](#let-your-own-service-decide) decides whether a registration or an update is admitted.',
    read: readHttpsUrl,
    merge: both,
    heldAs: listed,
  },
  reuse_equal_registrations: {
    value: '`true`, `false`',
    about: 'A public client with the same metadata as another one gets the `client_id` of that; no client is added.',
    read: readFlag,
    merge: either,
  },
};

/** The names of all rules. */
export const RULE_NAMES = Object.keys(POLICY_RULES) as readonly RuleName[];

/** The rules among the members of a policy, with their values. */
export const ruleEntries = (policy: RuleValues): readonly (readonly [RuleName, unknown])[] =>
  RULE_NAMES.filter((name) => policy[name] !== undefined).map((name) => [name, policy[name]]);

/** Reads the rules among the members of a policy. Gives an `InvalidPolicy` with all faults otherwise. */
export const readRules = (policy: Readonly<Record<string, unknown>>): RuleValues | InvalidPolicy => {
  const names = RULE_NAMES.filter((name) => policy[name] !== undefined);
  const read = names.map((name) => [name, POLICY_RULES[name].read(policy[name], [name])] as const);
  const faults = read.flatMap(([, value]) => (value instanceof InvalidPolicy ? value.faults : []));
  return faults.length > 0 ? new InvalidPolicy(faults) : Object.fromEntries(read);
};

/** The rows without the types of their values: a row gets only values that it has read. */
const ROWS = POLICY_RULES as unknown as Readonly<
  Record<
    RuleName,
    {
      readonly heldAs?: (value: unknown, policy: string) => unknown;
      readonly merge: (superior: unknown, subordinate: unknown) => unknown;
    }
  >
>;

/** The rules of one policy as they hold; `policy` is its name without version. */
export const rulesOf = (values: RuleValues, policy: string): PolicyRules =>
  rulesBy((name) => {
    const { heldAs = asWritten } = ROWS[name];
    return values[name] === undefined ? undefined : heldAs(values[name], policy);
  });

const asWritten = (value: unknown): unknown => value;

/** Merges the rules of policies, the most superior one first. Associative, as the merging of each rule is. */
export const mergeRules = (first: PolicyRules = {}, ...others: readonly PolicyRules[]): PolicyRules =>
  others.reduce(mergeTwo, first);

const mergeTwo = (superior: PolicyRules, subordinate: PolicyRules): PolicyRules =>
  rulesBy((name) => {
    const [above, below] = [superior[name], subordinate[name]];
    return above === undefined || below === undefined ? (above ?? below) : ROWS[name].merge(above, below);
  });

const rulesBy = (valueOf: (name: RuleName) => unknown): PolicyRules =>
  Object.fromEntries(
    RULE_NAMES.map((name) => [name, valueOf(name)] as const).filter(([, value]) => value !== undefined),
  );
