import { once } from 'node:events';
import type { ImportOutcome, ImportReport } from '../../../features/client-transfer/import/import-report';
import { print, printJson, say } from '../output';

interface Manner {
  readonly json: boolean;
  readonly isTrial: boolean;
}

/** Outcomes in the order of the summary. */
const OUTCOMES: readonly ImportOutcome[] = ['imported', 'updated', 'unchanged', 'left out', 'conflict', 'refused'];
/** So many different notes are counted for the summary. */
const MOST_KINDS = 1000;

/** Prints what an import does, and counts it: the clients with notes as they come, and a summary on standard error. */
export class ImportOutput {
  private readonly outcomes = new Map<ImportOutcome, number>();
  /** How many clients have each effect on each member. */
  private readonly effects = new Map<string, number>();

  constructor(private readonly manner: Manner) {}

  get hasRefusals(): boolean {
    return this.outcomes.has('refused') || this.outcomes.has('conflict');
  }

  /** Prints the report of a client, and waits for a slow reader. */
  async add(report: ImportReport): Promise<void> {
    const { entry, client_id, outcome, notes } = report;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    for (const { member, effect } of notes) this.count(`${member.replace(/\[\d+\].*$/, '')} ${effect}`);
    if (this.manner.json) printJson(report);
    else for (const line of linesOf(report)) print(`${client_id || `number ${entry} of the file`} ${line}`);
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }

  /** Says how many clients there were of each outcome. */
  end(): void {
    const counts = OUTCOMES.filter((outcome) => this.outcomes.has(outcome));
    const parts = counts.map((outcome) => `${this.outcomes.get(outcome) ?? 0} ${outcome}`);
    const total = parts.length > 0 ? parts.join(', ') : 'the file has no clients';
    for (const [effect, count] of this.effects) say(`${effect}: ${count} times`);
    say(`${this.manner.isTrial ? 'Nothing was changed. It would be: ' : ''}${total}`);
  }

  private count(effect: string): void {
    const known = this.effects.get(effect);
    if (known !== undefined || this.effects.size < MOST_KINDS) this.effects.set(effect, (known ?? 0) + 1);
  }
}

/** Nothing is printed about a client that is as in the file. */
const linesOf = ({ outcome, notes }: ImportReport): readonly string[] => {
  if (outcome === 'left out') return notes.map(({ reason }) => `left out: ${reason}`);
  const details = notes.map(({ member, effect, reason }) => `${outcome}: ${member} ${effect}: ${reason}`);
  return details.length > 0 || outcome === 'imported' || outcome === 'unchanged' ? details : [outcome];
};
