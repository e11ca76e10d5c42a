import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Results } from '../run/results';
import { BENCH, ROOT } from '../support/paths';
import { markdown } from './markdown';
import { picture } from './picture';

/** Writes the report of this run to `bench/results`, which is not committed, and gives its name. */
export const writeReport = (results: Results): string => {
  const name = results.startedAt.replaceAll(':', '').replace(/\..*$/, '');
  return write(results, join(BENCH, 'results'), name, `${name}.svg`);
};

/** Writes it to where it is committed. */
export const publish = (results: Results): string =>
  write(results, join(ROOT, 'docs', 'performance'), 'results', 'ratios.svg');

const write = (results: Results, folder: string, name: string, pictureName: string): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(folder, `${name}.md`), markdown(results, pictureName));
  writeFileSync(join(folder, pictureName), picture(results));
  return join(relative(ROOT, folder), `${name}.md`);
};
