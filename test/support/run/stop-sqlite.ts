import { rm } from 'node:fs/promises';

export default async (): Promise<void> => {
  if (globalThis.sqliteFolder !== undefined) await rm(globalThis.sqliteFolder, { recursive: true });
};
