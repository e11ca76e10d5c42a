import { type Fault, InvalidRegistration, invalidClientMetadata } from '../../oauth/registration-errors';
import { ClientMetadata } from './client-metadata.dto';
import { METADATA_RULES } from './metadata-rules';
import { type NamedRow, rowsOf } from './metadata-row';
import { type Complaint, type Judge, prepareRules } from '../../validation/prepared-rules';
import { narrowScope, type ScopeOffer } from './scope';

/** What the operator permits of what the code supports. */
export interface OperatorPolicy extends ScopeOffer {
  permits(member: string, value: string): boolean;
}

type Values = Record<string, unknown>;
interface Member {
  readonly row: NamedRow;
  readonly judge: Judge;
}

/** Reads the JSON of a registration request into sound client metadata (RFC 7591 section 2). */
export class ClientMetadataReader {
  private readonly members: readonly Member[];

  constructor(private readonly policy: OperatorPolicy) {
    const rules = prepareRules(ClientMetadata);
    this.members = rowsOf(ClientMetadata)
      .filter((row) => !row.issued)
      .map((row) => ({ row, judge: this.judgeOf(row, rules.get(row.name)) }));
  }

  /**
   * Takes a parsed JSON value, gives the metadata with defaults in place. Unknown members are ignored, `null` is "not
   * sent". Throws {@link InvalidRegistration} with every fault of single members, else with every broken rule.
   */
  read(json: unknown): ClientMetadata {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw invalidClientMetadata('the request body', 'must be a JSON object', 'send {"redirect_uris": [...]}');
    const sent = this.soundMembers(json as Values);
    const metadata = this.withDefaults(sent);
    refuseIf(METADATA_RULES.flatMap((rule) => faultOf(rule(metadata))));
    const scope = narrowScope(metadata.scope, this.policy);
    if (scope !== undefined) metadata.scope = scope;
    return metadata;
  }

  private soundMembers(json: Values): Values {
    const faults: Fault[] = [];
    const sound: Values = {};
    for (const { row, judge } of this.members) {
      const value = Object.hasOwn(json, row.name) ? json[row.name] : undefined;
      if (value === undefined || value === null) continue;
      const complaint = judge(value);
      if (complaint) faults.push(toFault(row, complaint));
      else sound[row.name] = value;
    }
    refuseIf(faults);
    return sound;
  }

  private withDefaults(sent: Values): ClientMetadata {
    const metadata = new ClientMetadata();
    const values = metadata as unknown as Values;
    for (const { row } of this.members) {
      const value = sent[row.name] ?? defaultOf(row, { ...sent, ...metadata });
      if (value !== undefined) values[row.name] = value;
    }
    return metadata;
  }

  private judgeOf(row: NamedRow, rules: Judge = () => undefined): Judge {
    const { supported } = row.is;
    if (!supported) return rules;
    const choices = supported.filter((value) => this.policy.permits(row.name, value));
    const permitted = new Set<unknown>(choices);
    const rule = `must be one of ${choices.join(', ')}`;
    return (value) =>
      rules(value) ??
      [value].flat().flatMap((choice, index) => {
        const place = Array.isArray(value) ? `[${index}]` : '';
        return permitted.has(choice) ? [] : [{ place, rule, remedy: undefined }];
      })[0];
  }
}

const defaultOf = ({ default: value }: NamedRow, metadata: Partial<ClientMetadata>): unknown =>
  typeof value === 'function'
    ? (value as (metadata: Partial<ClientMetadata>) => unknown)(metadata)
    : structuredClone(value);

const toFault = ({ name, rejectedWith }: NamedRow, { place, rule, remedy }: Complaint): Fault => ({
  error: rejectedWith ?? 'invalid_client_metadata',
  member: `${name}${place}`,
  rule,
  remedy,
});

const faultOf = (complaint: (Complaint & { member: string }) | undefined): Fault[] => {
  const row = complaint && rowsOf(ClientMetadata).find(({ name }) => name === complaint.member);
  return row ? [toFault(row, complaint)] : [];
};

const refuseIf = ([first, ...rest]: readonly Fault[]): void => {
  if (first) throw new InvalidRegistration([first, ...rest]);
};
