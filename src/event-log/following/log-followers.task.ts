import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { pauseAfter } from '../../platform/scheduling/pause-after';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { FollowedLogRepository, type LogPage } from './followed-log.repository';
import { FollowsLog, type LogFollower, type StepWrite } from './log-follower';
import { type FollowerState, LogFollowerRepository, type Progress } from './log-follower.repository';

const EVERY_MS = 1000;
const ENTRIES_AT_ONCE = 500;
/** After so many steps, a run with a follower that failed ends: its error is logged, and the next run tries it again. */
const STEPS_WITH_FAILURE = 50;

type ReadPage = (position: number) => Promise<LogPage>;

/**
 * Lets the followers of the log read further events once a second, apart from requests: for each of them, one of all nodes.
 * Each event is written once: with the rows of a step, a transaction for each follower writes how far that is. Followers at
 * the same place share a page and its parsed events. After a step it pauses for as long as the step took, a second at most,
 * so that requests have half of the time.
 */
@Injectable()
export class LogFollowersTask extends PeriodicTask implements OnModuleInit {
  private readonly node = randomUUID();
  private all: readonly LogFollower[] = [];
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly followers: LogFollowerRepository,
    private readonly log: FollowedLogRepository,
  ) {
    super({ name: 'the followers of the log', context: 'events', everyMs: EVERY_MS, runsAtStart: true });
  }

  onModuleInit(): void {
    const found = this.discovery.getProviders({ metadataKey: FollowsLog.KEY });
    this.all = [...new Set(found.map(({ instance }) => instance as LogFollower))];
  }

  /**
   * Reads all that is sealed and not read yet, unless another node does; after the run in progress, if there is one. Ends
   * early when `stopping` is aborted. If a follower fails, the others read on for a while. Throws an `AggregateError` then,
   * which has the error of each that failed.
   */
  follow(stopping?: AbortSignal): Promise<void> {
    const next = this.following.then(() => this.followNow(stopping));
    this.following = next.catch(() => undefined); // its caller gets the error
    return next;
  }

  /** Another node reads on at once; without the database, when the turn of this node has ended. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    try {
      for (const { followerName } of this.all) await this.followers.release(followerName, this.node);
    } catch (error) {
      this.logger.warn(
        { err: error },
        `${this.schedule.name} could not hand over; another node reads on when the turn of this one ends`,
      );
    }
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    return this.follow(stopping);
  }

  private async followNow(stopping?: AbortSignal): Promise<void> {
    const failures = new Map<LogFollower, unknown>();
    let hasRead = true;
    for (let steps = 0; hasRead && !stopping?.aborted; steps += 1) {
      if (failures.size > 0 && steps >= STEPS_WITH_FAILURE) break;
      const began = performance.now();
      hasRead = await this.step(failures);
      if (hasRead) await pauseAfter(began, stopping);
    }
    if (failures.size === 0) return;
    const names = [...failures.keys()].map(({ followerName }) => followerName);
    throw new AggregateError(failures.values(), `these cannot read on: ${names.join(', ')}`);
  }

  /**
   * Gives whether any follower has read something. Those that had nothing to read are asked again in the next step: another
   * one may take hours to read what there was before the log.
   */
  private async step(failures: Map<LogFollower, unknown>): Promise<boolean> {
    const pages = new Map<number, Promise<LogPage>>();
    const readPage: ReadPage = (position) => {
      const page = pages.get(position) ?? this.log.page(position, ENTRIES_AT_ONCE);
      pages.set(position, page);
      return page;
    };
    const working = this.all.filter((follower) => !failures.has(follower));
    const haveRead = await Promise.all(
      working.map((follower) =>
        this.readOn(follower, readPage).catch((error: unknown) => {
          failures.set(follower, error);
          return false;
        }),
      ),
    );
    return haveRead.includes(true);
  }

  /** Gives whether the follower has read anything. Events first: they are few, and what is filled meanwhile is as new as they are. */
  private async readOn(follower: LogFollower, readPage: ReadPage): Promise<boolean> {
    const { followerName } = follower;
    const before = await this.followers.state(followerName, follower.fill !== undefined, this.node);
    if (!isReadable(before)) return false;
    const { events, next } = await readPage(before.next_position);
    if (next > before.next_position)
      return this.advance(followerName, [before, { ...before, next_position: next }], await follower.read(events));
    if (before.filled_through === null || !follower.fill) return false;
    const { through, write } = await follower.fill(before.filled_through);
    return this.advance(followerName, [before, { ...before, filled_through: through }], write);
  }

  private advance(name: string, progress: readonly [Progress, Progress], write: StepWrite): Promise<boolean> {
    return this.followers.advance(name, this.node, progress, write);
  }
}

const isReadable = ({ isBehind, isTaken }: FollowerState): boolean => isBehind && !isTaken;
