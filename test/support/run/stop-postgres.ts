import { removePrograms } from './build-programs';

export default async (): Promise<void> => {
  await removePrograms();
  await globalThis.temporaryPostgres?.stop();
};
