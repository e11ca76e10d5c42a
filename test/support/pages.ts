import type { Administrator } from './administering';
import type { Answer } from './test-server';

type Item = Readonly<Record<string, unknown>>;

/** All items of a list below /admin, by its pages, and the number of pages. `name` is the member that has them. */
export const pagesOf = async (
  administrator: Administrator,
  path: string,
  name: string,
): Promise<{ readonly pages: number; readonly items: readonly Item[] }> => {
  const items: Item[] = [];
  let pages = 0;
  for (let next: string | undefined = path; next !== undefined; pages += 1) {
    const answer: Answer = await administrator.get(next);
    expect(answer.status).toBe(200);
    items.push(...(answer.json[name] as readonly Item[]));
    next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return { pages, items };
};
