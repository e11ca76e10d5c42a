import autocannon from 'autocannon';
import type { LoadPlan, LoadResult } from './load';

const TIMEOUT_SECONDS = 10;
/** How often autocannon looks whether its time is over. */
const SAMPLE_MS = 50;

/** Drives a server with autocannon as the parent asks for it; a process of its own, so that its CPU is not counted. */
const drive = async (plan: LoadPlan): Promise<LoadResult> => {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let failures = 0;
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(optionsOf(plan), (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
    run.on('response', (_client, status, _bytes, time) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === plan.expected) times.push(time);
    });
    run.on('reqError', () => (failures += 1));
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const all = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    answers: times.length,
    perSecond: times.length / seconds,
    ...percentiles(times),
    errors: failures + all - times.length,
    statuses,
    seconds,
    generatorCpuSeconds: (user + system) / 1_000_000,
  };
};

const optionsOf = ({ origin, requests, connections, seconds, requestsPerSecond }: LoadPlan): autocannon.Options => ({
  url: origin,
  connections,
  duration: seconds,
  timeout: TIMEOUT_SECONDS,
  sampleInt: SAMPLE_MS,
  setupClient: startingAtAnother(
    requests.map(({ headers, ...request }) => ({ ...request, headers: { ...headers } })),
    connections,
  ),
  ...(requestsPerSecond !== undefined && { overallRate: requestsPerSecond }),
});

/** Each connection begins at a place of its own, so that not all send the same at the same time. */
const startingAtAnother = (
  requests: autocannon.Request[],
  connections: number,
): NonNullable<autocannon.Options['setupClient']> => {
  let opened = 0;
  return (client) => {
    const first = Math.floor((opened * requests.length) / connections) % requests.length;
    opened += 1;
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
  };
};

/** Autocannon's own percentiles are whole milliseconds, too coarse for fast answers. */
const percentiles = (times: number[]): Pick<LoadResult, 'p50' | 'p99' | 'max'> => {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};

const answer = async (plan: LoadPlan): Promise<void> => {
  try {
    process.send?.({ result: await drive(plan) });
  } catch (error) {
    process.send?.({ failure: String(error) });
  }
};

process.on('message', (plan: LoadPlan) => void answer(plan));
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined); // the parent ends it
