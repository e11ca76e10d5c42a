import { Conflict } from '../../oauth/management-errors';

const MOST_WAITING = 500;
const nothing = (): void => undefined;

/**
 * Lets the updates of one client take turns on this node: judged side by side all but one would be judged in vain.
 * What another node writes is found out when it is written.
 */
export class ClientTurns {
  private readonly lines = new Map<string, { last: Promise<void>; length: number }>();

  /** Runs `work` after all that came before it, and tells it whether there was any. Throws {@link Conflict} when too many wait. */
  async run<Result>(client_id: string, work: (hasWaited: boolean) => Promise<Result>): Promise<Result> {
    const line = this.lines.get(client_id) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= MOST_WAITING) throw new Conflict();
    const hasWaited = line.length > 0;
    const turn = line.last.then(() => work(hasWaited));
    line.last = turn.then(nothing, nothing);
    line.length += 1;
    this.lines.set(client_id, line);
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.lines.delete(client_id);
    }
  }
}
