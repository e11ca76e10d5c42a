import { InvalidRequest, UnsupportedMediaType } from '../../core/errors/errors';
import { plain } from '../../core/errors/oauth-error';
import { jsonObjectRequired } from '../../core/errors/refusals';
import { isObject } from '../../core/json/json';
import { didYouMean } from '../../core/validation/did-you-mean';
import { prepareRules, type Validator } from '../../core/validation/prepared-rules';
import { type DeclaredMember, membersOf } from './json-member.decorator';
import { MEDIA_TYPES } from './media-types';
import type { RequestBody } from './request-body';

/** What is wrong with a member: its place, the rule, and the remedy. */
interface Fault {
  readonly member: string;
  readonly rule: string;
  readonly remedy: string | undefined;
}

/** So many faults are told at most. */
const MOST_FAULTS = 100;

/**
 * Reads JSON objects into a DTO, a class whose properties are declared by `@JsonMember`. Its members and rules are looked
 * up once, when the reader is created.
 */
export class JsonReader<Dto extends object> {
  private readonly members: readonly DeclaredMember[];
  private readonly names: readonly string[];
  private readonly validators: ReadonlyMap<string, Validator>;

  constructor(private readonly type: new () => Dto) {
    this.members = membersOf(type);
    this.names = this.members.map(({ name }) => name);
    this.validators = prepareRules(type);
  }

  /**
   * Takes a body, gives the DTO. Throws {@link UnsupportedMediaType} for another kind of body, and {@link InvalidRequest}
   * for one that is no JSON object, or has faults: unknown members, missing ones, broken rules. `errors` lists all faults.
   */
  read(body: RequestBody): Dto {
    const json = objectIn(body);
    const faults = [...this.unknown(json), ...this.members.flatMap((member) => this.faultsOf(member, json))];
    if (faults.length > 0) throw refusal(faults.slice(0, MOST_FAULTS));
    return Object.assign(new this.type(), json);
  }

  private unknown(json: Readonly<Record<string, unknown>>): Fault[] {
    const unknown = Object.keys(json).filter((name) => !this.names.includes(name));
    return unknown.slice(0, MOST_FAULTS).map((member) => ({
      member,
      rule: 'must not be sent here',
      remedy: didYouMean(member, this.names, this.names.length > 0 ? `use ${this.names.join(', ')}` : 'leave it out'),
    }));
  }

  private faultsOf({ name, required }: DeclaredMember, json: Readonly<Record<string, unknown>>): readonly Fault[] {
    if (!Object.hasOwn(json, name))
      return required === undefined ? [] : [{ member: name, rule: 'must be sent', remedy: required }];
    const violations = this.validators.get(name)?.(json[name]) ?? [];
    return violations.map(({ place, rule, remedy }) => ({ member: `${name}${place}`, rule, remedy }));
  }
}

/** The JSON object in a body. Throws {@link InvalidRequest} for other JSON, {@link UnsupportedMediaType} for another kind. */
export const objectIn = (body: RequestBody): Readonly<Record<string, unknown>> => {
  if (body.is === 'malformed') throw jsonObjectRequired(body.why);
  if (body.is !== 'json') throw new UnsupportedMediaType(MEDIA_TYPES.json);
  if (!isObject(body.value)) throw jsonObjectRequired();
  return body.value;
};

const refusal = (faults: readonly Fault[]): InvalidRequest => {
  const [first] = faults;
  const errors = faults.map(({ member, rule, remedy = '' }) => ({
    member: plain(member),
    rule: plain(rule),
    ...(remedy !== '' && { remedy: plain(remedy) }),
  }));
  return new InvalidRequest(first ? sentence(first) : '', { members: { errors } });
};

const sentence = ({ member, rule, remedy }: Fault): string =>
  [`${member} ${rule}`, ...(remedy === undefined ? [] : [remedy])].join('; ');
