import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/stat');
/** USER_HZ, which Linux has fixed at 100 for what it shows in /proc. */
const TICKS_PER_SECOND = 100;
const HAS_SCHEDULER_STATISTICS = existsSync('/proc/self/schedstat');
const NANOSECONDS_PER_SECOND = 1e9;
const SAMPLE_MS = 250;
const KIB = 1024;
const MOST_ATTEMPTS = 10;

/** What a process used while it was watched. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** What was read from disks for it, if the system shows it. Pages that are in memory already are not read. */
  readonly readBytes?: number;
}

/**
 * Starts to measure a process and its children, such as the workers of a server. The function that it gives stops, and
 * gives what they used in between.
 */
export const watch = (pid: number): (() => Usage) => {
  const pids = [pid, ...childrenOf(pid)];
  const sum = (of: (each: number) => number): number => pids.reduce((total, each) => total + of(each), 0);
  pids.forEach(forgetPeak);
  const cpuBefore = sum(cpuSeconds);
  const readBefore = readBytes(pids);
  let peak = sum(peakBytes);
  const sampler = HAS_PROC ? undefined : setInterval(() => (peak = Math.max(peak, sum(peakBytes))), SAMPLE_MS);
  return () => {
    clearInterval(sampler);
    const read = readBytes(pids);
    return {
      cpuSeconds: sum(cpuSeconds) - cpuBefore,
      peakBytes: Math.max(HAS_PROC ? 0 : peak, sum(peakBytes)),
      ...(readBefore !== undefined && read !== undefined && { readBytes: read - readBefore }),
    };
  };
};

/** What was read from disks for processes since they started (Linux, where that is permitted; undefined elsewhere). */
export const readBytes = (pids: readonly number[]): number | undefined => {
  try {
    return HAS_PROC ? pids.reduce((sum, pid) => sum + readBytesOf(pid), 0) : undefined;
  } catch (error) {
    if (['EACCES', 'ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
};

const readBytesOf = (pid: number): number =>
  Number(/^read_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);

/** The same of a process and its children. */
export const readBytesOfFamily = (pid: number): number | undefined => readBytes([pid, ...childrenOf(pid)]);

/** The CPU time of all processes of the machine, and what its host took from it, in seconds (Linux; undefined elsewhere). */
export const cpuSecondsOfMachine = (): number | undefined => {
  if (!HAS_PROC) return undefined;
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [, user = 0, nice = 0, system = 0, , , interrupts = 0, soft = 0, stolen = 0] = line.split(/\s+/).map(Number);
  return (user + nice + system + interrupts + soft + stolen) / TICKS_PER_SECOND;
};

/** The CPU time of a process, user and system, in seconds. A kernel with statistics of the scheduler gives nanoseconds. */
export const cpuSeconds = (pid: number): number => {
  if (!HAS_PROC) return cpuTimeOfPs(ps(pid, 'time'));
  if (HAS_SCHEDULER_STATISTICS) return nanosecondsOf(pid) / NANOSECONDS_PER_SECOND;
  const [user, system] = statOf(pid).slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
};

/** The time that the living threads of a process had on a CPU. */
const nanosecondsOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    0,
  );

/** The CPU time of a process and its children, those that have ended included (Linux; undefined elsewhere). */
export const cpuSecondsOfFamily = (pid: number): number | undefined => {
  for (let attempt = 0; HAS_PROC && attempt < MOST_ATTEMPTS; attempt += 1)
    try {
      return familyTicks(pid) / TICKS_PER_SECOND;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // a child has just ended: its parent knows
    }
  return undefined;
};

const familyTicks = (pid: number): number => {
  const ofChildren = childrenOf(pid).flatMap((child) => statOf(child).slice(11, 13));
  return [...ofChildren, ...statOf(pid).slice(11, 15)].reduce((sum, ticks) => sum + Number(ticks), 0);
};

/** The parent of a process (Linux; undefined elsewhere). */
export const parentOf = (pid: number): number | undefined => (HAS_PROC ? Number(statOf(pid)[1]) : undefined);

/** The children of a process (Linux; none elsewhere). */
const childrenOf = (pid: number): number[] =>
  HAS_PROC
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .filter((each) => isChild(each, pid))
    : [];

/** The resident memory of a process at this moment. */
const residentBytes = (pid: number): number =>
  HAS_PROC ? statusKib(pid, 'VmRSS') * KIB : Number(ps(pid, 'rss')) * KIB;

/** The highest resident memory since it was forgotten last; elsewhere than on Linux, the present one. */
const peakBytes = (pid: number): number => (HAS_PROC ? statusKib(pid, 'VmHWM') * KIB : residentBytes(pid));

const isChild = (pid: number, parent: number): boolean => {
  try {
    return parentOf(pid) === parent;
  } catch {
    return false; // it ended meanwhile
  }
};

/** The fields of /proc/PID/stat from the third on: state, parent, ... The second, a name, may hold anything. */
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const statusKib = (pid: number, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Where that is not permitted, the peak since the start of the process stands. */
const forgetPeak = (pid: number): void => {
  try {
    if (HAS_PROC) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    return;
  }
};

const ps = (pid: number, column: string): string =>
  execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();

/** `[[days-]hours:]minutes:seconds`. */
const cpuTimeOfPs = (text: string): number =>
  text
    .replace('-', ':')
    .split(':')
    .map(Number)
    .reverse()
    .reduce((sum, value, place) => sum + value * ([1, 60, 3600, 86_400][place] ?? 0), 0);
