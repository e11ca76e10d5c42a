import { LogFollowersTask } from '../../src/event-log/following/log-followers.task';
import { SealingService } from '../../src/event-log/sealing/sealing.service';
import type { TestServer } from './test-server';

/** Seals the log and has the index of clients read it, as the tasks of a node do. */
export const indexClients = async ({ app }: TestServer): Promise<void> => {
  await app.get(SealingService).seal();
  await app.get(LogFollowersTask).follow();
};
