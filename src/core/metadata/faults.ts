import type { Fault } from '../errors/registration-errors';
import type { Member } from './member';

/** The faults of the members of one request, and the members that have no valid value because of them. */
export class Faults {
  readonly all: Fault[] = [];
  readonly members = new Set<string>();

  /** Adds faults of a member. Nothing is known then of its value, nor of the members whose value comes from it. */
  add(member: Member, ...faults: readonly Fault[]): void {
    if (faults.length === 0) return;
    this.all.push(...faults);
    const { name, chooses, sameAs } = member.row;
    for (const affected of [name, chooses, sameAs]) if (affected !== undefined) this.members.add(affected);
  }
}
