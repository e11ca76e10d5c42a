import { percentile } from '../load/shot';
import type { Administered } from './administered';
import { type Page, PAGES } from './lists';

/** What a page took, in milliseconds. */
export interface Times {
  readonly name: string;
  readonly size: number;
  readonly median: number;
  readonly p95: number;
}

const STATISTICS = 'statistics';

/**
 * Requests each page once in each round, in every registry within moments and in changing order, so that what else the
 * machine does meets all of them. Two rounds before are not counted.
 */
export const timesOf = async (registries: readonly Administered[], rounds: number): Promise<readonly Times[]> => {
  const times = new Map<string, number[]>();
  for (let round = -WARM_UPS; round < rounds; round += 1)
    for (const page of [...PAGES, undefined])
      for (const registry of round % 2 === 0 ? registries : [...registries].reverse()) {
        const time = page ? await timeOfPage(registry, page) : await timeOf(() => registry.statistics());
        const key = keyOf(page?.name ?? STATISTICS, registry);
        if (round >= 0) times.set(key, [...(times.get(key) ?? []), time]);
      }
  return [...PAGES.map(({ name }) => name), STATISTICS].flatMap((name) =>
    registries.map((registry) => {
      const ofPage = times.get(keyOf(name, registry)) ?? [];
      return { name, size: registry.size, median: percentile(ofPage, 0.5), p95: percentile(ofPage, 0.95) };
    }),
  );
};

const WARM_UPS = 2;

const keyOf = (name: string, { size }: Administered): string => `${name} ${size}`;

const timeOfPage = async (registry: Administered, page: Page): Promise<number> => {
  const filter = page.filter(registry.size);
  const after = await cursorOf(registry, page);
  return timeOf(() => registry.page(filter, after === undefined ? {} : { after }));
};

/** The cursor that a page begins after, as the server made it. */
export const cursorOf = async (registry: Administered, { name, behind }: Page): Promise<string | undefined> => {
  if (!behind) return undefined;
  const after = await registry.page(behind(registry.size), { limit: '1' });
  if (after === undefined) throw new Error(`${name}: there is no client behind the cursor`);
  return after;
};

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
