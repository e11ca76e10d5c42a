import { isDeepStrictEqual } from 'node:util';
import { type Fault, InvalidRegistration, invalidClientMetadata } from '../../oauth/registration-errors';
import { prepareRules } from '../../validation/prepared-rules';
import { ClientMetadata } from './client-metadata.dto';
import { emptyValues } from './fast-values';
import { choicesAmong } from './metadata-choices';
import { METADATA_RULES } from './rules/metadata-rules';
import { rowsOf } from './metadata-row';
import { Member } from './member';
import { mergeTwins } from './member-twins';
import { isNotSent } from './not-sent';
import { narrowScope } from './scope';
import type { OperatorPolicy } from './operator-choice';
import { taggedMembers } from './tagged-members';

/** Members by name, judged one by one and not yet as a whole. */
export type Values = Record<string, unknown>;

/** Reads the JSON of a registration request into sound client metadata (RFC 7591 section 2). */
export class ClientMetadataReader {
  private readonly members: readonly Member[];
  /** What every client begins with that asks for nothing. */
  private readonly defaults: Values;
  /** The members whose default depends on the others. */
  private readonly derived: readonly Member[];

  constructor(private readonly policy: OperatorPolicy) {
    const rules = prepareRules(ClientMetadata);
    this.members = rowsOf(ClientMetadata)
      .filter((row) => !row.issued)
      .map((row) => new Member(row, rules.get(row.name), policy));
    const kept = this.members.filter(({ row }) => row.chooses === undefined);
    this.derived = kept.filter(({ row }) => typeof row.default === 'function');
    this.defaults = defaultsOf(
      kept.filter(({ row }) => row.default !== undefined && typeof row.default !== 'function'),
    );
  }

  /**
   * Takes a parsed JSON value, gives the metadata with defaults in place. Unknown members are ignored, `null` is "not
   * sent". For an update, `replaced` is what the client had: an empty value then deletes (RFC 7592 section 2.2), and
   * what is sent back as it was does not count as asked for. Throws {@link InvalidRegistration} with every fault of
   * single members, else with every broken rule.
   */
  read(json: unknown, replaced?: ClientMetadata): ClientMetadata {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw invalidClientMetadata('the request body', 'must be a JSON object', 'send {"redirect_uris": [...]}');
    const faults: Fault[] = [];
    const isUpdate = replaced !== undefined;
    const sent = this.soundMembers(json as Values, faults, replaced);
    const tagged = taggedMembers(json as Values, this.members, faults, isUpdate);
    refuseIf(faults);
    const chosen = mergeTwins(this.members, choicesAmong(this.members, sent, faults), faults);
    refuseIf(faults);
    const metadata = this.complete(chosen, tagged);
    const asked = new Set(Object.keys(chosen).filter((name) => !isSame(chosen[name], replaced, name)));
    const context = { asked, policy: this.policy };
    refuseIf(METADATA_RULES.flatMap((rule) => this.faultOf(rule(metadata, context))));
    return narrowScope(metadata, this.policy);
  }

  private soundMembers(json: Values, faults: Fault[], replaced?: ClientMetadata): Values {
    const sound: Values = {};
    for (const member of this.members) {
      const value = Object.hasOwn(json, member.name) ? json[member.name] : undefined;
      if (isNotSent(value, replaced !== undefined && !isSame(value, replaced, member.name))) continue;
      const fault = member.judge(value);
      if (fault) faults.push(fault);
      else if (!member.isEmpty(value)) sound[member.name] = value;
    }
    return sound;
  }

  private complete(sent: Values, tagged: ReadonlyMap<string, Values>): ClientMetadata {
    const metadata: Values = { ...this.defaults, ...sent };
    for (const member of this.derived) {
      const value = metadata[member.name] ?? member.defaultValue(metadata);
      if (value !== undefined) metadata[member.name] = value;
    }
    for (const values of tagged.values()) Object.assign(metadata, values);
    return metadata as unknown as ClientMetadata;
  }

  private faultOf(complaint: ReturnType<(typeof METADATA_RULES)[number]>): Fault[] {
    const member = complaint && this.members.find(({ name }) => name === complaint.member);
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

const refuseIf = ([first, ...rest]: readonly Fault[]): void => {
  if (first) throw new InvalidRegistration([first, ...rest]);
};
