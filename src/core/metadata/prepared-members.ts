import { prepareRules } from '../validation/prepared-rules';
import { emptyValues } from './fast-values';
import { Member } from './member';
import { SENT_ROWS } from './metadata-table';
import type { OperatorPolicy } from './operator-policy';
import { RegistrationRequestDto } from './registration-request.dto';

/** Values by member. */
type Values = Readonly<Record<string, unknown>>;

/**
 * All members that a request may contain, prepared once for a policy. Requests have few of the members, so they are found
 * by the names in the request, and the members that need a step of their own are picked out here.
 */
export class PreparedMembers {
  /** In the order of the table. */
  readonly all: readonly Member[];
  /** Lists that are only sent: the value of another member is chosen from them. */
  readonly lists: readonly Member[];
  /** Members that have a second name. */
  readonly twins: readonly Member[];
  /** The members whose default depends on others. */
  readonly derived: readonly Member[];
  /** The values of a client whose request has no members. Every member that is stored has its place, in the order of the table. */
  readonly defaults: Values;
  private readonly places: ReadonlyMap<string, number>;

  constructor(policy: OperatorPolicy) {
    const rules = prepareRules(RegistrationRequestDto);
    this.all = [
      ...SENT_ROWS.map((row) => new Member(row, rules.get(row.name), policy)),
      ...policy.extensions.map(({ row, validate }) => new Member(row, validate, policy)),
    ];
    this.places = new Map(this.all.map(({ name }, place) => [name, place]));
    this.lists = this.all.filter(({ row }) => row.chooses !== undefined);
    this.twins = this.all.filter(({ row }) => row.sameAs !== undefined);
    const stored = this.all.filter(({ row }) => row.chooses === undefined);
    this.derived = stored.filter(({ isDerived }) => isDerived);
    this.defaults = defaultsOf(stored);
  }

  find(name: string): Member | undefined {
    const place = this.places.get(name);
    return place === undefined ? undefined : this.all[place];
  }

  /** The members that a request contains, in the order of the table. */
  sentIn(request: Values): readonly Member[] {
    const places: number[] = [];
    for (const name of Object.keys(request)) {
      const place = this.places.get(name);
      if (place !== undefined) places.push(place);
    }
    return places.sort(ascending).flatMap((place) => this.all[place] ?? []);
  }
}

const ascending = (one: number, other: number): number => one - other;

/** The defaults that depend on nothing; the other members are undefined. All clients share them, so lists are frozen. */
const defaultsOf = (members: readonly Member[]): Values => {
  const defaults = emptyValues(members.map(({ name }) => name));
  for (const { name, isDerived, fixedDefault } of members) if (!isDerived) defaults[name] = Object.freeze(fixedDefault);
  return defaults;
};
