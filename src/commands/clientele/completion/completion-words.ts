import type { DescribedCommand } from '../command-tree';

/** What may follow the words of a command, and the values of its options. */
export interface Continuations {
  /** The words behind the name of the program, such as `clients list`; empty for the program itself. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
  /** The options that take a value, with their closed lists; an empty list stands for any text. */
  readonly values: readonly { readonly option: string; readonly choices: readonly string[] }[];
}

const HELP = { word: '--help', description: 'display help for command' };

/** What may follow each command: the commands below it, its options, and the values of these. */
export const continuationsOf = (command: DescribedCommand): readonly Continuations[] => [
  {
    path: command.words.slice(1).join(' '),
    words: [
      ...command.commands.map(({ words, description }) => ({
        word: words.at(-1) ?? '',
        description: brief(description),
      })),
      ...command.options.map(({ long, description }) => ({ word: long, description: brief(description) })),
      HELP,
    ],
    values: command.options
      .filter(({ takesValue }) => takesValue)
      .map(({ long, choices }) => ({ option: long, choices })),
  },
  ...command.commands.flatMap(continuationsOf),
];

/** The first sentence, without what a shell would read as more than text. */
const brief = (description: string): string =>
  (description.split(/[.:;](?:\s|$)/)[0] ?? '').replace(/['"`$\\[\]]/g, '');
