import { type NamedVariable, variablesOf } from './variable';

/** The text of `.env.example`: every variable with its default and one line about it. */
export const exampleFile = (type: object): string =>
  [
    '# Every variable with its default. Copy to .env and change what you need; the environment itself wins over .env.',
    ...variablesOf(type).map(
      (variable) => `\n# ${variable.about} (${variable.is.rule})\n# ${variable.name}=${shownDefault(variable)}`,
    ),
    '',
  ].join('\n');

/** The same as a Markdown table. */
export const referenceTable = (type: object): string => {
  const cells = variablesOf(type).map((variable) => {
    const shown = shownDefault(variable);
    return [`\`${variable.name}\``, shown === '' ? '' : `\`${shown}\``, variable.about, variable.is.rule];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...[...cells, HEADER].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(HEADER), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join('\n');
};

const HEADER = ['variable', 'default', 'what it is', 'takes'];

const shownDefault = ({ shown, default: value }: NamedVariable): string => {
  if (shown !== undefined) return shown;
  return Array.isArray(value) ? value.join(' ') : `${(value ?? '') as string | number | boolean}`;
};
