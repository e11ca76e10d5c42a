import { processEnvironment } from '../../../platform/config/read-environment';
import { isReady } from '../../../platform/operations/is-ready';

/** The health check of a container: exits 0 if the server of this environment is ready, otherwise 1. */
export const checkHealth = async (): Promise<void> => {
  process.exitCode = (await isReady(processEnvironment())) ? 0 : 1;
};
