import { join } from 'node:path';
import { ROOT } from '../../bench/support/paths';
import { started } from './program';

export const EXAMPLE = join(ROOT, 'examples', 'mcp-server');

/** A program of the example that runs. */
export interface ExampleProgram {
  /** What it wrote until now. */
  readonly text: () => string;
  readonly close: () => void;
}

/** Starts a program of the example, and waits until it has written this. */
export const startExample = async (
  file: string,
  environment: Readonly<Record<string, string>>,
  until: RegExp,
): Promise<ExampleProgram> => {
  const child = started({ command: process.execPath, parameters: [join(EXAMPLE, file)], folder: EXAMPLE, environment });
  let text = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        if (until.test(text)) resolve();
      });
    child.once('close', () => {
      reject(new Error(`${file} ended: ${text}`));
    });
  });
  return { text: () => text, close: () => void child.kill() };
};
