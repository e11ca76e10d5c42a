import type { ParsedCommand } from './command-tree.registry';

/** An option as its command declares it. */
export interface DescribedOption {
  /** As in `--status <status>`. */
  readonly flags: string;
  /** The word itself, such as `--status`. */
  readonly long: string;
  readonly description: string;
  /** The closed list of its values, if it has one. */
  readonly choices: readonly string[];
  readonly takesValue: boolean;
  readonly isRequired: boolean;
  /** The default for people; empty if there is none. */
  readonly defaultText: string;
}

/** An argument as its command declares it. */
export interface DescribedArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** What a command says about itself. Help, docs/CLI.md and completion have it from here. */
export interface DescribedCommand {
  /** The words behind the name of the program: `clients list`. */
  readonly words: readonly string[];
  readonly description: string;
  readonly arguments: readonly DescribedArgument[];
  readonly options: readonly DescribedOption[];
  /** Calls with the name of the program. */
  readonly examples: readonly string[];
  /** The exit codes that it has beside 0, 1 and 2, with their meanings. */
  readonly exits: readonly { readonly code: string; readonly meaning: string }[];
  readonly commands: readonly DescribedCommand[];
}

/** Describes a command and those below it. */
export const described = (command: ParsedCommand, above: readonly string[] = []): DescribedCommand => {
  const words = [...above, command.name()];
  const help = helpOf(command);
  return {
    words,
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
      isRequired: argument.required,
    })),
    options: command.options.map((option) => ({
      flags: option.flags,
      long: option.long ?? option.flags,
      description: option.description,
      choices: option.argChoices ?? [],
      takesValue: option.required || option.optional,
      isRequired: option.mandatory,
      defaultText: defaultTextOf(option.defaultValue),
    })),
    examples: sectionOf(help, 'Examples'),
    exits: sectionOf(help, 'Exit codes').map((line) => {
      const [, code = '', meaning = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      return { code, meaning };
    }),
    commands: command.commands.map((below) => described(below, words)),
  };
};

const defaultTextOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The whole text of `--help`. */
const helpOf = (command: ParsedCommand): string => {
  const written: string[] = [];
  const output = command.configureOutput();
  command.configureOutput({ ...output, writeOut: (text) => written.push(text) });
  command.outputHelp();
  command.configureOutput(output);
  return written.join('');
};

/** The indented lines below a heading of the help. */
const sectionOf = (help: string, heading: string): readonly string[] => {
  const [, lines = ''] = new RegExp(`^${heading}:\\n((?: {2}.*\\n?)+)`, 'm').exec(help) ?? [];
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
};
