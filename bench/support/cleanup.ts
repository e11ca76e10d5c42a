type Undo = () => Promise<void> | void;

const undos: Undo[] = [];
let cleaning: Promise<void> | undefined;

/** Remembers what ends a process or removes a folder that this run made. The last one made goes first. */
export const atEnd = (undo: Undo): void => {
  undos.push(undo);
};

/** Runs `work` and ends everything that it started, also when it fails or is interrupted. */
export const leavingNothing = async (work: () => Promise<void>): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      process.exitCode = 130;
      void cleanUp().finally(() => process.exit(130));
    });
  try {
    await work();
  } catch (error) {
    if (cleaning === undefined) console.error(error);
    process.exitCode ||= 1;
  } finally {
    await cleanUp();
  }
};

const cleanUp = (): Promise<void> => (cleaning ??= undoAll());

const undoAll = async (): Promise<void> => {
  for (let undo = undos.pop(); undo !== undefined; undo = undos.pop())
    try {
      await undo();
    } catch (error) {
      console.error(error);
    }
};
