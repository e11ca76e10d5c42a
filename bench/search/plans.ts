import { connect, type Sql } from '../growth/database';
import type { Statement } from '../product';
import type { Administered } from './administered';
import { PAGES } from './lists';
import { cursorOf } from './times';

/** How a database runs a statement with its parameters. */
export interface Plan {
  readonly statement: string;
  /** A line for each step. */
  readonly steps: readonly string[];
  /** Whether it reads rows that it leaves out, or sorts: its cost grows with the registry. */
  readonly isScan: boolean;
  /** The pages whose requests run it. */
  readonly pages: readonly string[];
}

const LIMIT = 50;
const SCAN = { sqlite: /^SCAN (?!json_each)|TEMP B-TREE/, postgres: /Seq Scan|Filter:|^\W*Sort\b/ } as const;
/** The tables that grow with the registry. Those of followers and of the state of the log have a few rows. */
const GROWING = /\b(clients|client_terms|client_term_counts)\b/;

/** The plan of each statement of all pages and of the statistics; those that differ in numbers of parameters once. */
export const plansOf = async (registry: Administered): Promise<readonly Plan[]> => {
  const plans = new Map<string, Plan>();
  const sql = await connect(registry.url);
  const add = async (page: string, statements: readonly Statement[]): Promise<void> => {
    for (const { text, parameters } of statements) {
      const statement = shortened(text);
      const steps = await stepsOf(sql, text, parameters);
      const key = `${statement} ${steps.map(withoutValues).join('\n')}`;
      const pages = plans.get(key)?.pages ?? [];
      const isScan = GROWING.test(text) && steps.some((step) => SCAN[registry.engine].test(step));
      plans.set(key, {
        statement,
        steps: steps.map(withoutValues),
        isScan,
        pages: pages.includes(page) ? pages : [...pages, page],
      });
    }
  };
  for (const page of PAGES) {
    const after = await cursorOf(registry, page);
    await add(page.name, await registry.search.ofPage(page.filter(registry.size), after ?? '', LIMIT));
  }
  await add('statistics', await registry.search.ofStatistics());
  await sql.close();
  return [...plans.values()];
};

const stepsOf = async (sql: Sql, text: string, parameters: readonly unknown[]): Promise<readonly string[]> => {
  if (sql.engine === 'sqlite') {
    const steps = await sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, parameters);
    return steps.map(({ detail }) => detail);
  }
  const lines = await sql.all<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${text}`, parameters);
  return lines.map((line) => line['QUERY PLAN'].trimEnd());
};

/** On one line, and with one parameter of a list. */
const shortened = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/IN \((\$?\w+|\?)(, ?(\$?\w+|\?))*\)/g, 'IN (...)')
    .replace(/^SELECT "client".*? FROM/, 'SELECT ... FROM');

const withoutValues = (step: string): string => step.replaceAll(/'[^']*'/g, "'...'").replaceAll(/\{[^}]*\}/g, '{...}');
