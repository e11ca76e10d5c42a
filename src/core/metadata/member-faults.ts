import type { Fault } from '../errors/registration-errors';
import type { Member } from './member';

/** What is wrong with the members of one request, and which of them have no sound value because of that. */
export class MemberFaults {
  readonly faults: Fault[] = [];
  readonly members = new Set<string>();

  /** Nothing is known of the member then, nor of those whose value would come from it. */
  add(member: Member, ...faults: readonly Fault[]): void {
    if (faults.length === 0) return;
    this.faults.push(...faults);
    const { name, chooses, sameAs } = member.row;
    for (const known of [name, chooses, sameAs]) if (known !== undefined) this.members.add(known);
  }
}
