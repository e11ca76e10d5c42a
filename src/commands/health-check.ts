import 'reflect-metadata';
import { begin } from './begin';
import { processEnvironment } from '../platform/config/read-environment';
import { isReady } from '../platform/operations/is-ready';

/** The health check of a container: exits 0 if the server of this environment is ready, otherwise 1. */
begin({
  usage:
    'usage: node dist/commands/health-check.js\n\nAsks the server of this environment, on this machine, whether it is ready.',
  run: async () => {
    process.exitCode = (await isReady(processEnvironment())) ? 0 : 1;
  },
});
