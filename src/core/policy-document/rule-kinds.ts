import { isObject } from '../json/json';
import { InvalidPolicy, type PolicyFault } from '../metadata-policy/faults';
import { didYouMean } from '../validation/did-you-mean';

/** Reads the value of a member of a policy. `path` leads to it within the policy. Gives all faults otherwise. */
export type ReadRule<Value> = (value: unknown, path: readonly string[]) => Value | InvalidPolicy;

/** So many registrations in so many seconds. */
export interface RateLimit {
  readonly registrations: number;
  readonly seconds: number;
}

/** An integer of a column fits into 31 bits. */
const MOST = 2 ** 31 - 1;

const refused = (path: readonly string[], rule: string, remedy: string): InvalidPolicy =>
  new InvalidPolicy([{ path, rule, remedy }]);

/** `true` or `false`. */
export const readFlag: ReadRule<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refused(path, 'must be true or false', 'write it without quotes');

/** An integer of this range. */
export const readInteger =
  (least: number, most = MOST): ReadRule<number> =>
  (value, path) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : refused(path, `must be a whole number from ${least} to ${most}`, 'write it without quotes');

/** An https URL without user information and fragment. */
export const readHttpsUrl: ReadRule<string> = (value, path) =>
  typeof value === 'string' && isHttpsUrl(value)
    ? value
    : refused(
        path,
        'must be an https URL without user information and fragment',
        'write an address such as https://host.example/path',
      );

const isHttpsUrl = (text: string): boolean => {
  if (!URL.canParse(text) || /[#\s]/.test(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
};

/** At least one issuer; duplicates are removed. */
export const readIssuers: ReadRule<readonly string[]> = (value, path) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item): item is string => typeof item === 'string' && item !== '')
    ? [...new Set(value)]
    : refused(path, 'must be a list of one or more issuers', 'write the iss of the statements in brackets');

/** Ten times as many fit into the count of a key. */
const MOST_REGISTRATIONS = 100_000_000;
/** 23 days: counts in memory end by a timer of Node, which runs for 24 days at most. */
const LONGEST_SECONDS = 2_000_000;
const LIMIT = { registrations: readInteger(1, MOST_REGISTRATIONS), seconds: readInteger(1, LONGEST_SECONDS) };
const NAMES = Object.keys(LIMIT);

/** Both members of a rate limit, and no others. */
export const readRateLimit: ReadRule<RateLimit> = (value, path) => {
  if (!isObject(value)) return refused(path, 'must be an object', `write ${NAMES.join(' and ')} below it`);
  const read = {
    registrations: LIMIT.registrations(value['registrations'], [...path, 'registrations']),
    seconds: LIMIT.seconds(value['seconds'], [...path, 'seconds']),
  };
  const { registrations, seconds } = read;
  const faults = [...unknownMembers(path, value, NAMES), ...faultsOf(registrations), ...faultsOf(seconds)];
  if (faults.length > 0 || registrations instanceof InvalidPolicy || seconds instanceof InvalidPolicy)
    return new InvalidPolicy(faults);
  return { registrations, seconds };
};

const faultsOf = (read: unknown): readonly PolicyFault[] => (read instanceof InvalidPolicy ? read.faults : []);

/** The faults of members that an object may not have. */
export const unknownMembers = (
  path: readonly string[],
  value: object,
  known: readonly string[],
): readonly PolicyFault[] =>
  Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, name],
      rule: `must be one of ${known.join(', ')}`,
      remedy: didYouMean(name, known, 'leave it out'),
    }));
