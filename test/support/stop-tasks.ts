import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { PeriodicTask } from '../../src/platform/scheduling/periodic-task';
import type { TestServer } from './test-server';

/** Ends the periodic tasks of a server, so that a test sees only what it does itself. */
export const stopTasks = async ({ app }: TestServer): Promise<void> => {
  const providers = new DiscoveryService(app.get(ModulesContainer)).getProviders();
  const tasks = providers.map(({ instance }): unknown => instance).filter((one) => one instanceof PeriodicTask);
  await Promise.all(tasks.map((task) => task.beforeApplicationShutdown()));
};
