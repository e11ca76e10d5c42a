import { createInterface } from 'node:readline/promises';
import { Option } from 'nest-commander';
import { StartFailure } from '../../platform/config/start-failure';
import { WrongCall } from './exit-codes';
import { JsonCommand } from './json-command';
import { eraseLine } from './progress/progress-line';

/** A command that deletes something, or makes it invalid: it asks before, unless `--yes` is given. See {@link confirm}. */
export abstract class DestroyingCommand extends JsonCommand {
  @Option({ flags: '--yes', description: 'does it without a question' })
  yes(): boolean {
    return true;
  }
}

/**
 * Asks on the terminal whether a command may do what cannot be undone; `effect` says what, as in `deletes the client 7`.
 * With `--yes` it does not ask. Throws {@link StartFailure} if the answer is not yes, and {@link WrongCall} if there is no
 * terminal where it could ask.
 */
export const confirm = async (isConfirmed: boolean | undefined, effect: string): Promise<void> => {
  if (isConfirmed) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new WrongCall(`this ${effect}, which cannot be undone; repeat the command with --yes`);
  const answer = await answerTo(`This ${effect}, which cannot be undone. Do it? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new StartFailure('nothing was changed');
};

/** What is typed behind a question; nothing if the input ends instead. */
const answerTo = async (question: string): Promise<string> => {
  eraseLine();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) =>
    terminal.once('close', () => {
      resolve('');
    }),
  );
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    terminal.close();
  }
};
