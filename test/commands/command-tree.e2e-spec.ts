import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { described, type DescribedCommand } from '../../src/commands/clientele/command-tree';
import { CommandTreeRegistry } from '../../src/commands/clientele/command-tree.registry';
import { createProgram } from '../../src/commands/clientele/commands-program';
import { bashCompletion } from '../../src/commands/clientele/completion/bash-completion';
import { continuationsOf } from '../../src/commands/clientele/completion/completion-words';
import { fishCompletion } from '../../src/commands/clientele/completion/fish-completion';
import { zshCompletion } from '../../src/commands/clientele/completion/zsh-completion';
import { ClientQuery } from '../../src/features/admin/clients/client-query.dto';
import { parametersOf } from '../../src/platform/http/form-parameter.decorator';
import { shellLine } from '../support/shell-line';

const PAGE = readFileSync(join(__dirname, '../../docs/CLI.md'), 'utf8');
const COMMANDS = join(__dirname, '../../src/commands/clientele');
/** They print no data: the server has its log, and a shell reads the script. */
const WITHOUT_JSON = ['serve', 'completion'];

const leavesOf = (command: DescribedCommand): readonly DescribedCommand[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
const pathOf = ({ words }: DescribedCommand): string => words.slice(1).join(' ');

/** What is wrong with an example of a command. */
const faultsOf = (command: DescribedCommand, example: string): readonly string[] => {
  const { words } = shellLine(example);
  const faults: string[] = [];
  if (words.slice(0, command.words.length).join(' ') !== command.words.join(' ')) faults.push('is of another command');
  const given = new Set<string>();
  let operands = 0;
  const rest = words.slice(command.words.length);
  for (let index = 0; index < rest.length; index += 1) {
    const [word = '', attached] = (rest[index] ?? '').split(/=(.*)/s);
    const option = command.options.find(({ long }) => long === word);
    if (!word.startsWith('--')) operands += 1;
    else if (!option) faults.push(`has the unknown option ${word}`);
    else {
      given.add(word);
      const value = option.takesValue ? (attached ?? rest[(index += 1)]) : undefined;
      if (option.takesValue && value === undefined) faults.push(`has ${word} without a value`);
      if (value !== undefined && option.choices.length > 0 && !option.choices.includes(value))
        faults.push(`has the unknown value ${value} of ${word}`);
    }
  }
  for (const { long, isRequired } of command.options) if (isRequired && !given.has(long)) faults.push(`lacks ${long}`);
  const least = command.arguments.filter(({ isRequired }) => isRequired).length;
  if (operands < least || operands > command.arguments.length) faults.push(`has ${operands} arguments`);
  return faults;
};

describe('the tree of commands', () => {
  let app: INestApplicationContext;
  let program: DescribedCommand;
  let leaves: readonly DescribedCommand[];

  beforeAll(async () => {
    app = await createProgram((error) => {
      throw error;
    });
    program = described(app.get(CommandTreeRegistry).program);
    leaves = leavesOf(program);
  });

  afterAll(() => app.close());

  const without = (isThere: (command: DescribedCommand) => boolean): readonly string[] =>
    leaves.filter((command) => !isThere(command)).map(pathOf);

  it('has every command that a file declares, and no other', () => {
    const files = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.command.ts'),
    );
    const declared = files.flatMap((file) =>
      [...readFileSync(join(COMMANDS, file), 'utf8').matchAll(/@(?:Sub)?Command\(\{\s+name: '([\w-]+)'/g)].map(
        ([, name]) => name,
      ),
    );
    const below = ({ commands }: DescribedCommand): readonly (string | undefined)[] =>
      commands.flatMap((command) => [command.words.at(-1), ...below(command)]);
    expect([...below(program)].sort()).toEqual(declared.sort());
  });

  it('has the nouns and verbs of the grammar', () => {
    expect(leaves.length).toBeGreaterThan(45);
    expect(leaves.map(pathOf)).toEqual(
      expect.arrayContaining([
        'serve',
        'config check',
        'clients list',
        'tokens revoke',
        'policies test',
        'keys rotate',
      ]),
    );
  });

  it('describes every command, option and argument, with examples', () => {
    expect(without(({ description }) => /^[A-Z].*\.$/.test(description))).toEqual([]);
    expect(without(({ examples }) => examples.length > 0)).toEqual([]);
    expect(without(({ options }) => options.every(({ description }) => description !== ''))).toEqual([]);
    expect(without((command) => command.arguments.every(({ description }) => description !== ''))).toEqual([]);
  });

  it('has --json wherever a command prints data', () => {
    expect(without(({ options }) => options.some(({ long }) => long === '--json'))).toEqual(
      expect.arrayContaining(WITHOUT_JSON),
    );
    expect(without(({ options }) => options.some(({ long }) => long === '--json'))).toHaveLength(WITHOUT_JSON.length);
  });

  it.each(['list', 'export'])('has an option of clients %s for each filter of GET /admin/clients', (verb) => {
    const command = leaves.find((one) => pathOf(one) === `clients ${verb}`);
    const options = command?.options.map(({ long }) => long);
    const members = parametersOf(ClientQuery)
      .map(({ name }) => name)
      .filter((name) => !['limit', 'after'].includes(name));
    expect(options).toEqual(expect.arrayContaining(members.map((name) => `--${name.replaceAll('_', '-')}`)));
  });

  it('is documented command by command in docs/CLI.md', () => {
    expect(without((command) => new RegExp(`^#+ ${pathOf(command)}$`, 'm').test(PAGE))).toEqual([]);
  });

  it('has only examples that its commands accept', () => {
    const faults = leaves.flatMap((command) =>
      command.examples.flatMap((example) => faultsOf(command, example).map((fault) => `${example} ${fault}`)),
    );
    expect(faults).toEqual([]);
  });

  it.each([
    ['clientele keys rotate --dropold', ['has the unknown option --dropold']],
    ['clientele keys list --json', ['is of another command']],
    ['clientele keys rotate now', ['has 1 arguments']],
  ])('would find the faults of %s', (example, faults) => {
    const rotate = leaves.find((command) => pathOf(command) === 'keys rotate');
    expect(rotate && faultsOf(rotate, example)).toEqual(faults);
  });

  describe('in bash', () => {
    const completed = (...words: readonly string[]): readonly string[] => {
      const script = `${bashCompletion(continuationsOf(program))}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _clientele; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const printed = execFileSync('bash', ['-c', script, 'bash', 'clientele', ...words], { encoding: 'utf8' });
      return printed.trim().split('\n');
    };

    it.each([
      [['cl'], ['clients']],
      [['clients', 'app'], ['approve']],
      [['clients', 'list', '--st'], ['--status']],
      [
        ['clients', 'list', '--status', ''],
        ['active', 'pending', 'rejected', 'disabled'],
      ],
      [['clients', 'list', '--json', '--status', 're'], ['rejected']],
      [['keys', 'rotate', '--d'], ['--drop-old']],
      [['clinets', 'li'], ['']],
    ])('%j is completed', (words, next) => {
      expect(completed(...words)).toEqual(next);
    });

    it('an empty word shows all commands', () => {
      expect(completed('')).toEqual([...program.commands.map((command) => pathOf(command)), '--help']);
    });
  });

  it.each([
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ])('has a script for %s that names every command', (_shell, script) => {
    const text = script(continuationsOf(program));
    for (const command of leaves) expect(text).toContain(command.words.at(-1));
  });
});
