import { rm } from 'node:fs/promises';
import { removePrograms } from './build-programs';

export default async (): Promise<void> => {
  await removePrograms();
  if (globalThis.sqliteFolder !== undefined) await rm(globalThis.sqliteFolder, { recursive: true });
};
