import { existsSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder';
import { BENCH } from '../support/paths';

/** A file system in memory, on Linux. */
const MEMORY = '/dev/shm';
const KEPT = join(BENCH, '.cache');

/** More than a client takes with its indexes, and what PostgreSQL writes besides, in bytes. */
const BYTES_OF_CLIENT = 3_000;
const BYTES_OF_DATABASE = 2 ** 31;

export interface PlaceOptions {
  /** How many clients all registries have. */
  readonly clients: number;
  /** Whether the registries stay on disk from run to run: seeding millions takes longer than measuring them. */
  readonly onDisk: boolean;
  /** Whether nothing of an earlier run is used. */
  readonly fresh: boolean;
}

/**
 * The folder for the registries: in memory, so that a request to a large one does not wait for pages that the machine has put
 * out, and gone at the end; or on disk, where there is no such file system with enough room.
 */
export const placeFor = async ({ clients, onDisk, fresh }: PlaceOptions): Promise<string> => {
  if (!onDisk && hasRoom(clients * BYTES_OF_CLIENT + BYTES_OF_DATABASE)) return temporaryFolder(MEMORY);
  if (fresh) rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  return KEPT;
};

const hasRoom = (bytes: number): boolean => {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > bytes;
};
