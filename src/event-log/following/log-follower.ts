import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { FollowedEvent } from './followed-log.repository';

/** Marks a provider of any module as a follower of the log. It implements {@link LogFollower}. */
export const FollowsLog = DiscoveryService.createDecorator();

/** Writes what a step has read, in the transaction of the step. */
export type StepWrite = (manager: EntityManager) => Promise<void>;

/** What a follower reads that was there before the log. */
export interface FilledPart {
  /** The key of the last thing that was read; null if there is nothing more. */
  readonly through: string | null;
  readonly write: StepWrite;
}

/** Keeps rows of its own by the events of the log, in the order of the log. */
export interface LogFollower {
  /** The name of its row. */
  readonly followerName: string;

  /** Reads what these events require; gives the rows to write. */
  read(events: readonly FollowedEvent[]): StepWrite | Promise<StepWrite>;

  /** Reads a part of what was there before the log, after a key. A follower without it begins at the end of the log. */
  fill?(after: string): Promise<FilledPart>;
}
