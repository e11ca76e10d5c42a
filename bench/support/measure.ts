import type { Generator } from './generator';
import type { LoadPlan, LoadResult } from './load';
import { cpuSecondsOfFamily, type Usage, watch } from './process-usage';

/** A load and what it cost the server. */
export interface Measurement extends LoadResult, Usage {
  /** CPU time of the server per good answer, in microseconds. */
  readonly cpuPerAnswer: number;
  /** The same of the database server, if there is one and the system shows it. */
  readonly databaseCpuPerAnswer?: number;
}

/** Drives a server and watches its process, and that of its PostgreSQL with all its children. */
export const measure = async (
  generator: Generator,
  plan: LoadPlan,
  pid: number,
  postgresPid?: number,
): Promise<Measurement> => {
  const databaseBefore = familyOf(postgresPid);
  const stopWatching = watch(pid);
  const result = await generator.drive(plan);
  const usage = stopWatching();
  const databaseAfter = familyOf(postgresPid);
  const perAnswer = (seconds: number): number => (result.answers > 0 ? (seconds * 1_000_000) / result.answers : 0);
  return {
    ...result,
    ...usage,
    cpuPerAnswer: perAnswer(usage.cpuSeconds),
    ...(databaseBefore !== undefined &&
      databaseAfter !== undefined && { databaseCpuPerAnswer: perAnswer(databaseAfter - databaseBefore) }),
  };
};

const familyOf = (pid: number | undefined): number | undefined =>
  pid === undefined ? undefined : cpuSecondsOfFamily(pid);
