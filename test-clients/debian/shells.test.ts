import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../../bench/support/paths';

const MOST_MS = 60_000;

/** What is typed, and what the shell completes it to. */
const COMPLETED = [
  ['clientele clients appr', 'clientele clients approve'],
  ['clientele clients list --redirect-h', 'clientele clients list --redirect-host'],
  ['clientele clients list --status pend', 'clientele clients list --status pending'],
] as const;

let folder = '';

const run = (command: string, parameters: readonly string[]): string =>
  execFileSync(command, parameters, {
    encoding: 'utf8',
    timeout: MOST_MS,
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, TERM: 'dumb' },
  });

/** The file with the script that the program prints for a shell. */
const scriptFor = (shell: string): string => {
  const file = join(folder, `clientele.${shell}`);
  writeFileSync(file, run(process.execPath, [join(ROOT, 'dist/commands/clientele.js'), 'completion', shell]));
  return file;
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-shells-'));
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('fish completes commands, options and values, and shows descriptions', () => {
  const script = scriptFor('fish');
  const candidates = (line: string): string[] =>
    run('fish', ['--no-config', '-c', `source ${script}; complete -C '${line}'`])
      .split('\n')
      .filter((candidate) => candidate !== '');
  for (const [typed, line] of COMPLETED) {
    const [word, description] = candidates(typed)[0]?.split('\t') ?? [];
    assert.equal(`${typed.slice(0, typed.lastIndexOf(' '))} ${word}`, line);
    assert.ok(description);
    assert.equal(candidates(typed).length, 1);
  }
  assert.ok(candidates('clientele ').some((candidate) => candidate.startsWith('clients\t')));
});

/** Types a line and the tabulator key in an interactive zsh, and prints what the shell then shows. */
const TYPING = `
zmodload zsh/zpty
zpty shell "zsh -f -i"
zpty -w shell "PS1=; autoload -U compinit && compinit -u -D; source $1; echo re''ady"
zpty -r -m shell shown '*ready*'
zpty -n -w shell "$2"$'\\t'
zpty -r -m shell shown "*$3*"
print -r -- "$shown"
zpty -d shell
`;

test('zsh completes commands, options and values', () => {
  const [script, typing] = [scriptFor('zsh'), join(folder, 'typing.zsh')];
  writeFileSync(typing, TYPING);
  // Without the line that it waits for, the run takes too long, which fails.
  for (const [typed, line] of COMPLETED)
    assert.match(run('zsh', ['-f', typing, script, typed, line]), new RegExp(line));
});
