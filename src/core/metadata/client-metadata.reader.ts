import { isDeepStrictEqual } from 'node:util';
import { type Fault, InvalidRegistration, unreadableBody } from '../errors/registration-errors';
import { prepareRules } from '../validation/prepared-rules';
import { ClientMetadata } from './client-metadata.dto';
import { emptyValues } from './fast-values';
import { Member } from './member';
import { MemberFaults } from './member-faults';
import { mergeTwins } from './member-twins';
import { choicesAmong } from './metadata-choices';
import { rowsOf } from './metadata-row';
import { narrowToPossible } from './narrowing';
import { isNotSent } from './not-sent';
import type { OperatorPolicy } from './operator-choice';
import { requestReport, type RequestReport } from './request-report';
import { brokenRules } from './rules/broken-rules';
import type { MetadataViolation } from './rules/rule';
import { narrowScope } from './scope';
import { taggedMembers } from './tagged-members';
import { type Watched, watched } from './watched';

/** Members by name, judged one by one and not yet as a whole. */
export type Values = Record<string, unknown>;

/** A request of a few kilobytes may hold thousands of faults: an answer tells so many. */
const MOST_FAULTS = 100;

/** Reads the JSON of a registration request into sound client metadata (RFC 7591 section 2). */
export class ClientMetadataReader {
  private readonly members: readonly Member[];
  /** What every client begins with that asks for nothing. */
  private readonly defaults: Values;
  /** The members whose default depends on the others. */
  private readonly derived: readonly Member[];

  constructor(private readonly policy: OperatorPolicy) {
    const rules = prepareRules(ClientMetadata);
    this.members = [
      ...rowsOf(ClientMetadata)
        .filter((row) => !row.issued)
        .map((row) => new Member(row, rules.get(row.name), policy)),
      ...policy.extensions.map(({ row, judge }) => new Member(row, judge, policy)),
    ];
    const kept = this.members.filter(({ row }) => row.chooses === undefined);
    this.derived = kept.filter(({ row }) => typeof row.default === 'function');
    this.defaults = defaultsOf(
      kept.filter(({ row }) => row.default !== undefined && typeof row.default !== 'function'),
    );
  }

  /** What became of the members that were sent: what was ignored, dropped, changed, and added. */
  report(sent: Values, metadata: ClientMetadata): RequestReport {
    return requestReport(
      sent,
      { ...metadata },
      this.members.map(({ name }) => name),
    );
  }

  /**
   * Takes a parsed JSON value, gives the metadata with defaults in place. Unknown members are ignored, `null` is "not
   * sent". For an update, `replaced` is what the client had: an empty value then deletes (RFC 7592 section 2.2), and
   * what is sent back as it was does not count as asked for. What the client cannot have is dropped where something is
   * left: see `narrowing.ts`. Throws {@link InvalidRegistration} with every fault of single members, then with every
   * broken rule that looks at sound members only; with {@link MOST_FAULTS} at most.
   */
  read(json: unknown, replaced?: ClientMetadata): ClientMetadata {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw unreadableBody('must be a JSON object');
    const found = new MemberFaults();
    const sent = this.soundMembers(json as Values, found, replaced);
    const tagged = taggedMembers(json as Values, this.members, found, replaced !== undefined);
    const chosen = mergeTwins(this.members, choicesAmong(this.members, sent, found), found);
    const metadata = this.complete(chosen, tagged, found.members);
    narrowToPossible(metadata, this.policy);
    const asked = new Set(Object.keys(chosen).filter((name) => !isSame(chosen[name], replaced, name)));
    const broken = brokenRules(metadata, { asked, policy: this.policy }, found.members);
    refuseIf([...found.faults, ...broken.flatMap((complaint) => this.faultsOf(complaint))]);
    return narrowScope(metadata, this.policy);
  }

  private soundMembers(json: Values, found: MemberFaults, replaced?: ClientMetadata): Values {
    const sound: Values = {};
    for (const member of this.members) {
      const value = Object.hasOwn(json, member.name) ? member.narrow(json[member.name]) : undefined;
      const isReplaced = replaced !== undefined && !isSame(value, replaced, member.name);
      if (isNotSent(value, member.row, isReplaced)) continue;
      const faults = member.judge(value);
      if (faults.length > 0) found.add(member, ...faults);
      else if (!member.isEmpty(value)) sound[member.name] = member.keptOf(value);
    }
    return sound;
  }

  private complete(sent: Values, tagged: ReadonlyMap<string, Values>, faulty: Set<string>): ClientMetadata {
    const metadata: Values = { ...this.defaults, ...sent };
    for (const member of this.derived) {
      const { members, isDoubtful } = faulty.size > 0 ? watched(metadata, faulty) : trusted(metadata);
      const value = metadata[member.name] ?? member.defaultValue(members);
      if (value !== undefined) metadata[member.name] = value;
      if (isDoubtful()) faulty.add(member.name);
    }
    for (const values of tagged.values()) Object.assign(metadata, values);
    return metadata as unknown as ClientMetadata;
  }

  private faultsOf(complaint: MetadataViolation): readonly Fault[] {
    const member = this.members.find(({ name }) => name === complaint.member);
    return member ? [member.fault(complaint)] : [];
  }
}

/** The defaults that depend on nothing, shared by all clients, so that nobody may change a list. */
const defaultsOf = (members: readonly Member[]): Values => {
  const defaults = emptyValues(members.map(({ name }) => name));
  for (const { name, row, fixedDefault } of members)
    if (typeof row.default !== 'function') defaults[name] = Object.freeze(fixedDefault);
  return defaults;
};

const isSame = (value: unknown, replaced: ClientMetadata | undefined, name: string): boolean =>
  replaced !== undefined && isDeepStrictEqual(value, (replaced as unknown as Values)[name]);

const trusted = (members: Values): Watched<Values> => ({ members, isDoubtful: () => false });

const refuseIf = (faults: readonly Fault[]): void => {
  const [first, ...rest] = faults.slice(0, MOST_FAULTS);
  if (first) throw new InvalidRegistration([first, ...rest]);
};
