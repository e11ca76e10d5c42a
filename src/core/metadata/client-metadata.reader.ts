import { isDeepStrictEqual } from 'node:util';
import { type Fault, InvalidRegistration } from '../errors/registration-errors';
import type { StoredMetadata } from './client-metadata';
import { Faults } from './faults';
import { jsonObject } from './json-object';
import { mergeTwins } from './member-twins';
import { chooseFromLists } from './metadata-choices';
import { narrowToPossible } from './narrowing';
import { isNotSent } from './not-sent';
import type { OperatorPolicy } from './operator-policy';
import { PreparedMembers } from './prepared-members';
import { requestReport, type RequestReport } from './request-report';
import { brokenRules } from './rules/broken-rules';
import type { MetadataViolation } from './rules/rule';
import { narrowScope, withScope } from './scope';
import { taggedMembers } from './tagged-members';
import { trackReads } from './tracked-reads';

/** Values by member. */
type Values = Record<string, unknown>;

/** A request of a few kilobytes may have thousands of faults: a response lists at most this many. */
const MOST_FAULTS = 100;

/** Reads the JSON of a registration request into valid client metadata (RFC 7591 section 2). */
export class ClientMetadataReader {
  private readonly members: PreparedMembers;

  constructor(private readonly policy: OperatorPolicy) {
    this.members = new PreparedMembers(policy);
  }

  /** Reports which of the members were ignored, dropped, changed and added. */
  report(sent: Readonly<Values>, metadata: StoredMetadata): RequestReport {
    return requestReport(sent, metadata, this.members);
  }

  /**
   * Takes a parsed JSON value, returns the metadata with defaults in place. Unknown members are ignored, and `null`
   * counts as not sent. For an update, `replaced` has the present metadata of the client: an empty value then deletes
   * (RFC 7592 section 2.2), and a value that is sent back unchanged does not count as requested. Members of features that
   * this server does without count as not sent. Values that the client cannot have are dropped if others are left: see `narrowing.ts`. Throws {@link InvalidRegistration} with all faults
   * of single members, followed by all broken rules between members, except rules that read a faulty member; at most
   * {@link MOST_FAULTS}.
   */
  read(json: unknown, replaced?: StoredMetadata): StoredMetadata {
    const request = jsonObject(json);
    const faults = new Faults();
    const sent = this.validMembers(request, faults, replaced);
    const tagged = taggedMembers(request, this.members.all, faults, replaced !== undefined);
    const chosen = mergeTwins(this.members.twins, chooseFromLists(this.members, sent, faults), faults);
    const metadata = this.complete(chosen, tagged, faults.members);
    narrowToPossible(metadata, this.policy);
    const asked = new Set(Object.keys(chosen).filter((name) => !isSame(chosen[name], replaced, name)));
    const violations = brokenRules(metadata, { asked, policy: this.policy }, faults.members);
    refuseIf([...faults.all, ...violations.flatMap((violation) => this.faultsOf(violation))]);
    return withScope(metadata, narrowScope(metadata.scope, this.policy));
  }

  private validMembers(request: Readonly<Values>, faults: Faults, replaced?: StoredMetadata): Values {
    const valid: Values = {};
    for (const member of this.members.sentIn(request)) {
      if (member.isDisregarded) continue;
      const value = member.narrow(request[member.name]);
      const isReplacing = replaced !== undefined && !isSame(value, replaced, member.name);
      if (isNotSent(value, member.row, isReplacing)) continue;
      const found = member.faultsOf(value);
      if (found.length > 0) faults.add(member, ...found);
      else if (!member.isEmpty(value)) valid[member.name] = member.storedValue(value);
    }
    return valid;
  }

  /** Adds defaults and members with language tags. A default that is computed from a faulty member is faulty too. */
  private complete(sent: Values, tagged: ReadonlyMap<string, Values>, faulty: Set<string>): StoredMetadata {
    const metadata: Values = { ...this.members.defaults };
    for (const name of Object.keys(sent)) metadata[name] = sent[name];
    for (const member of this.members.derived) {
      const { members, hasReadFaulty } = trackReads(metadata, faulty);
      metadata[member.name] ??= member.defaultBeside(members);
      if (hasReadFaulty()) faulty.add(member.name);
    }
    for (const values of tagged.values()) Object.assign(metadata, values);
    return metadata as StoredMetadata;
  }

  private faultsOf(violation: MetadataViolation): readonly Fault[] {
    const member = this.members.find(violation.member);
    return member ? [member.fault(violation)] : [];
  }
}

const isSame = (value: unknown, replaced: Readonly<Values> | undefined, name: string): boolean =>
  replaced !== undefined && (value === replaced[name] || isDeepStrictEqual(value, replaced[name]));

const refuseIf = (faults: readonly Fault[]): void => {
  const [first, ...rest] = faults.slice(0, MOST_FAULTS);
  if (first) throw new InvalidRegistration([first, ...rest]);
};
