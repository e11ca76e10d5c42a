import type { DescribedArgument, DescribedCommand, DescribedOption } from '../src/commands/clientele/command-tree';
import { EXIT_CODES } from '../src/commands/clientele/exit-codes';

const INTRODUCTION = `# The command line

This page is generated from the commands (\`npm run cli:docs\`). [OPERATING.md](OPERATING.md) has the same by tasks.

\`clientele NOUN VERB\` works on the database of the environment, beside running servers. In a checkout it is
\`npm run -s clientele -- NOUN VERB\`, in a container \`node dist/commands/clientele.js NOUN VERB\`.

- Standard output has data only; sentences, questions and progress go to standard error. With \`--json\` the data are
  JSON: a list is one object for each line, of any length in constant memory.
- Colours appear on terminals that have them. \`NO_COLOR\` prevents them, \`FORCE_COLOR\` forces them.
- What deletes something, or makes it invalid, asks on a terminal. Without a terminal it needs \`--yes\`.
- Write \`--\` before identifiers that begin with a hyphen: \`clientele keys withdraw --yes -- -kid\`.
- \`clientele completion bash\`, \`zsh\` or \`fish\` prints a script that completes words, options and values.

## Exit codes

These do not change. 3, 4 and 5 occur only where a command lists them, or where what it changes has a state.
`;

/** The page about all commands. */
export const commandReference = (program: DescribedCommand): string =>
  [
    INTRODUCTION,
    table(
      ['code', 'meaning'],
      Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]),
    ),
    ...program.commands.map((command) => sectionOf(command, 2)),
  ].join('\n\n');

const sectionOf = (command: DescribedCommand, level: number): string => {
  const { words, description, examples, exits, commands } = command;
  const options = command.options.filter(({ long }) => long !== '--help');
  return [
    `${'#'.repeat(level)} ${words.slice(1).join(' ')}`,
    description,
    ...(commands.length > 0 ? [] : [`\`${usageOf(command)}\``]),
    ...(command.arguments.length > 0 ? [table(['argument', 'description'], command.arguments.map(argumentRow))] : []),
    ...(options.length > 0 ? [table(['option', 'description'], options.map(optionRow))] : []),
    ...(exits.length > 0
      ? [`Exit codes beside 0, 1 and 2: ${exits.map(({ code, meaning }) => `${code} (${meaning})`).join(', ')}.`]
      : []),
    ...(examples.length > 0 ? [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``] : []),
    ...commands.map((below) => sectionOf(below, level + 1)),
  ].join('\n\n');
};

const usageOf = (command: DescribedCommand): string =>
  [
    ...command.words,
    ...command.options.filter(({ isRequired }) => isRequired).map(({ flags }) => flags),
    ...(command.options.some(({ isRequired }) => !isRequired) ? ['[options]'] : []),
    ...command.arguments.map(({ name, isRequired }) => (isRequired ? `<${name}>` : `[${name}]`)),
  ].join(' ');

const argumentRow = ({ name, description }: DescribedArgument): readonly string[] => [`\`${name}\``, description];

const optionRow = ({ flags, description, choices, defaultText }: DescribedOption): readonly string[] => [
  `\`${flags}\``,
  [
    description,
    ...(choices.length > 0 ? [`one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`] : []),
    ...(defaultText === '' ? [] : [`by default \`${defaultText}\``]),
  ].join('; '),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('*', '\\*')
    .replace(/<(?=\w+>)/g, '<');
