import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { pauseAfter } from '../../platform/scheduling/pause-after';
import type { FollowedEvent, FollowedLogRepository } from './followed-log.repository';
import type { FollowerState, LogFollowerRepository, Progress } from './log-follower.repository';

/** Writes what a step has read, in the transaction of the step. */
export type StepWrite = (manager: EntityManager) => Promise<void>;

/** What a follower reads that was there before the log. */
export interface FilledPart {
  /** The key of the last thing that was read; null if there is nothing more. */
  readonly through: string | null;
  readonly write: StepWrite;
}

const EVERY_MS = 1000;
const ENTRIES_AT_ONCE = 500;

/**
 * Keeps rows of its own by the events of the log, apart from requests: one of all nodes reads further events once a
 * second, in the order of the log. Each event is written once: with the rows of a step, the transaction writes how far the
 * follower is. After a step it pauses for as long as the step took, a second at most, so that requests have half of the time.
 */
export abstract class LogFollowerTask extends PeriodicTask {
  private readonly node = randomUUID();
  private following: Promise<void> = Promise.resolve();

  constructor(
    /** The name of its row. */
    readonly followerName: string,
    task: string,
    private readonly followers: LogFollowerRepository,
    private readonly log: FollowedLogRepository,
  ) {
    super({ name: task, context: 'events', everyMs: EVERY_MS, runsAtStart: true });
  }

  /**
   * Reads all that is sealed and not read yet, unless another node does; after the run in progress, if there is one. Ends
   * early when `stopping` is aborted.
   */
  follow(stopping?: AbortSignal): Promise<void> {
    const next = this.following.then(() => this.followNow(stopping));
    this.following = next.catch(() => undefined); // its caller gets the error
    return next;
  }

  private async followNow(stopping?: AbortSignal): Promise<void> {
    let state = await this.state();
    if (!state.isBehind || state.isTaken || !(await this.followers.take(this.followerName, this.node))) return;
    while (state.isBehind && !state.isTaken && !stopping?.aborted) {
      const began = performance.now();
      if (!(await this.step(state))) return;
      await pauseAfter(began, stopping);
      state = await this.state();
    }
  }

  /** Another node reads on at once; without the database, when the turn of this node has ended. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    try {
      await this.followers.release(this.followerName, this.node);
    } catch (error) {
      this.logger.warn(
        { err: error },
        `${this.schedule.name} could not hand over; another node reads on when its turn ends`,
      );
    }
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    return this.follow(stopping);
  }

  /** Reads what these events require; gives the rows to write. */
  protected abstract read(events: readonly FollowedEvent[]): Promise<StepWrite>;

  /** Reads a part of what was there before the log, after a key. A follower that does not implement it begins at the end of the log. */
  protected fill?(after: string): Promise<FilledPart>;

  private state(): Promise<FollowerState> {
    return this.followers.state(this.followerName, this.fill !== undefined, this.node);
  }

  /** Events first: they are few, and what is filled meanwhile is as new as they are. */
  private async step(before: Progress): Promise<boolean> {
    const { events, next } = await this.log.page(before.next_position, ENTRIES_AT_ONCE);
    if (next > before.next_position)
      return this.advance(before, { ...before, next_position: next }, await this.read(events));
    if (before.filled_through === null || !this.fill) return false;
    const { through, write } = await this.fill(before.filled_through);
    return this.advance(before, { ...before, filled_through: through }, write);
  }

  private advance(before: Progress, after: Progress, write: StepWrite): Promise<boolean> {
    return this.followers.advance(this.followerName, this.node, [before, after], write);
  }
}
