import { type NamedVariable, titleOf, variablesOf } from './variable';

/** The widest line of a comment. */
const WIDTH = 100;

/** A class with the variables of one section. */
type Section = new () => object;

/** The text of `.env.example`: every variable with its default and a comment about it, by section. */
export const exampleFile = (sections: readonly Section[]): string =>
  [
    '# Every variable with its default. Copy to .env and change what you need; the environment itself',
    '# wins over .env. The same, to read: docs/CONFIGURATION.md.',
    ...sections.flatMap((section) => [
      `\n${`# ---- ${titleOf(section)} `.padEnd(WIDTH, '-')}`,
      ...variablesOf(section).map((variable) => `\n${exampleOf(variable)}`),
    ]),
    '',
  ].join('\n');

const exampleOf = (variable: NamedVariable): string =>
  [comment(variable.about), comment(`Takes ${variable.is.rule}.`), `# ${variable.name}=${shownDefault(variable)}`].join(
    '\n',
  );

/** The text of `docs/CONFIGURATION.md`, its lines not yet broken: the same in Markdown, one heading for each variable. */
export const referencePage = (sections: readonly Section[]): string => {
  const contents = sections.map(titleOf).map((title) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`);
  return [
    INTRODUCTION,
    contents.join('\n'),
    ...sections.flatMap((section) => [`## ${titleOf(section)}`, ...variablesOf(section).map(referenceOf)]),
  ].join('\n\n');
};

const INTRODUCTION = `# Configuration

<!-- Written by npm run env:example from src/platform/config/environment.ts. -->

The server is configured by environment variables or by a \`.env\` file; the environment itself wins. An empty variable
counts as absent. A wrong value stops the start with [a list of all mistakes](STARTING.md). With
\`NODE_ENV=production\`, so do defaults that are meant for a first try: see [SECURITY.md](../SECURITY.md).`;

const referenceOf = (variable: NamedVariable): string => `### \`${variable.name}\`

${markdown(variable.about)}

- Default: ${codeOf(shownDefault(variable))}
- Takes: ${markdown(variable.is.rule)}`;

/** A list as several words of code, so that its line can be broken. */
const codeOf = (shown: string): string =>
  shown === ''
    ? 'empty'
    : shown
        .split(' ')
        .map((word) => `\`${word}\``)
        .join(' ');

/** Plain text as Markdown: names of other pages become links, words with a `*` become code. */
const markdown = (text: string): string => text.replace(/\bdocs\/([A-Z-]+\.md)/g, '[$1]($1)').replace(/\S*\*/g, '`$&`');

/** A text as comment lines, broken at its spaces. */
export const comment = (text: string): string => {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (`${line} ${word}`.length > WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
};

/** The default of a variable as text. */
export const shownDefault = ({ shown, default: value }: NamedVariable): string => {
  if (shown !== undefined) return shown;
  return Array.isArray(value) ? value.join(' ') : `${(value ?? '') as string | number | boolean}`;
};
