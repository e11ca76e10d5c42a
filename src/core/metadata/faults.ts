import type { Fault } from '../errors/registration-errors';
import type { Member } from './member';

/** The faults of the members of one request, and the members that have no valid value because of them. */
export class Faults {
  readonly all: Fault[] = [];
  readonly members = new Set<string>();

  /** Adds faults of a member. The member, and those whose value is computed from it, then count as faulty. */
  add(member: Member, ...faults: readonly Fault[]): void {
    if (faults.length === 0) return;
    this.all.push(...faults);
    const { name, chooses, sameAs } = member.row;
    for (const affected of [name, chooses, sameAs]) if (affected !== undefined) this.members.add(affected);
  }
}
