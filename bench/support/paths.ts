import { join } from 'node:path';

/** The product's root folder. */
export const ROOT = join(__dirname, '..', '..');
export const BENCH = join(ROOT, 'bench');
/** What tsc makes of `peers` and the load generator: these processes are measured, so they run as plain JavaScript. */
export const BUILT = join(BENCH, 'built');
