import type { Generator } from './generator';
import type { LoadPlan, LoadResult } from './load';
import { cpuSecondsOfFamily, cpuSecondsOfMachine, readBytesOfFamily, type Usage, watch } from './process-usage';
import { recordStalls } from './stalls';

/** A load, what it cost the server, and what else the machine did. */
export interface Measurement extends LoadResult, Usage {
  /** CPU time of the server per good answer, in microseconds. */
  readonly cpuPerAnswer: number;
  /** The same of the database server, if there is one and the system shows it. */
  readonly databaseCpuPerAnswer?: number;
  /** The same of all processes of the measurement: server, database and load generator. */
  readonly allCpuPerAnswer: number;
  /** How many cores other processes of the machine kept busy meanwhile, if the system shows it. */
  readonly otherCores?: number;
  /** The longest stall of the machine, in milliseconds. */
  readonly stallMs: number;
}

/**
 * Before each measurement: what was idle while the others were measured lost its place in caches and memory, which is no
 * property of the server.
 */
const WARM_UP_SECONDS = 0.5;

/** Drives a server, and watches its processes and those of its PostgreSQL. */
export const measure = async (
  generator: Generator,
  plan: LoadPlan,
  pid: number,
  postgresPid?: number,
): Promise<Measurement> => {
  await generator.drive({ ...plan, seconds: WARM_UP_SECONDS });
  const databaseBefore = databaseUsage(postgresPid);
  const machineBefore = cpuSecondsOfMachine();
  const stopWatching = watch(pid);
  const stopRecording = recordStalls();
  const result = await generator.drive(plan);
  const stallMs = stopRecording();
  const usage = stopWatching();
  const machineAfter = cpuSecondsOfMachine();
  const database = difference(databaseBefore, databaseUsage(postgresPid));
  const all = usage.cpuSeconds + (database?.cpuSeconds ?? 0) + result.generatorCpuSeconds;
  const perAnswer = (seconds: number): number => (result.answers > 0 ? (seconds * 1_000_000) / result.answers : 0);
  return {
    ...result,
    ...usage,
    ...(usage.readBytes !== undefined && { readBytes: usage.readBytes + (database?.readBytes ?? 0) }),
    cpuPerAnswer: perAnswer(usage.cpuSeconds),
    ...(database && { databaseCpuPerAnswer: perAnswer(database.cpuSeconds) }),
    allCpuPerAnswer: perAnswer(all),
    ...(machineBefore !== undefined &&
      machineAfter !== undefined && {
        otherCores: Math.max(0, machineAfter - machineBefore - all) / result.seconds,
      }),
    stallMs,
  };
};

type DatabaseUsage = Pick<Usage, 'cpuSeconds' | 'readBytes'>;

/** What the processes of PostgreSQL used since they started. */
const databaseUsage = (pid: number | undefined): DatabaseUsage | undefined => {
  const cpuSeconds = pid === undefined ? undefined : cpuSecondsOfFamily(pid);
  if (pid === undefined || cpuSeconds === undefined) return undefined;
  const readBytes = readBytesOfFamily(pid);
  return { cpuSeconds, ...(readBytes !== undefined && { readBytes }) };
};

const difference = (before?: DatabaseUsage, after?: DatabaseUsage): DatabaseUsage | undefined =>
  before &&
  after && {
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    ...(before.readBytes !== undefined &&
      after.readBytes !== undefined && { readBytes: Math.max(0, after.readBytes - before.readBytes) }),
  };
