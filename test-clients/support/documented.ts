import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bench/support/paths';

/** The block of a guide in this language, as an administrator copies it. */
export const documentedBlock = (guide: string, language: string): string => {
  const text = readFileSync(join(ROOT, 'docs', guide), 'utf8');
  const block = text.split('```').find((part) => part.startsWith(`${language}\n`));
  if (block === undefined) throw new Error(`${guide} has no block of ${language}`);
  return block.slice(language.length + 1);
};

/** A text in which every key of `replacements` stands, and is replaced. */
export const replaced = (text: string, replacements: Readonly<Record<string, string>>): string =>
  Object.entries(replacements).reduce((rest, [found, instead]) => {
    if (!rest.includes(found)) throw new Error(`${found} is not in: ${rest}`);
    return rest.replaceAll(found, instead);
  }, text);
