import type { Continuations } from './completion-words';

/** The script for fish. */
export const fishCompletion = (continuations: readonly Continuations[]): string =>
  [
    '# Completion of clientele for fish.',
    'complete -c clientele -f',
    ...continuations.flatMap(({ path, words, values }) =>
      words.map(({ word, description }) => {
        const choices = values.find(({ option }) => option === word)?.choices;
        return [
          `complete -c clientele -n '${conditionOf(path, continuations)}'`,
          word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`,
          ...(choices === undefined ? [] : choices.length > 0 ? [`-x -a '${choices.join(' ')}'`] : ['-r -F']),
          `-d '${description}'`,
        ].join(' ');
      }),
    ),
    '',
  ].join('\n');

/** When the words of a command are typed, and none of those below it. */
const conditionOf = (path: string, continuations: readonly Continuations[]): string => {
  if (path === '') return '__fish_use_subcommand';
  const below = continuations.filter((one) => one.path.startsWith(`${path} `)).map((one) => one.path.split(' ').at(-1));
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  return [...seen, ...(below.length > 0 ? [`not __fish_seen_subcommand_from ${below.join(' ')}`] : [])].join('; and ');
};
