import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');

/** The words of the commands of a page, in their order. */
export const commandsIn = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(/^npm run -s clientele -- (.*?)(?: +#.*)?$/gm)].map(([, line = '']) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain),
  );

/** The words of the commands of docs/GOVERNANCE.md that begin with this word, in their order. */
export const commandsOfGuide = (noun: string): readonly (readonly string[])[] =>
  commandsIn(GUIDE).filter(([first]) => first === noun);

/** The document of policies in docs/GOVERNANCE.md that has this policy. */
export const policiesOfGuide = (name: string): string => {
  const documents = [...GUIDE.matchAll(/```yaml\n([^`]+)```/g)].map(([, text = '']) => text);
  const found = documents.find((text) => text.startsWith(`policies:\n  ${name}:`));
  if (found === undefined) throw new Error(`docs/GOVERNANCE.md has no policy ${name}`);
  return found;
};
