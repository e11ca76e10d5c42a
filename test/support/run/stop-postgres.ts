export default async (): Promise<void> => {
  await globalThis.temporaryPostgres?.stop();
};
