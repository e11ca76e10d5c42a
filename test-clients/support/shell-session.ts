import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { started } from './program';

const POLL_MS = 100;
/** For a machine that is busy with other tests. */
const WAITS_MS = 200_000;

/** A shell into which somebody pastes commands, one block after the other. */
export class ShellSession {
  private text = '';
  private readonly shell;

  constructor(folder: string, environment: Readonly<Record<string, string>>) {
    // With a process group of its own, so that what it starts in the background ends with it.
    this.shell = started({ command: 'setsid', parameters: ['bash', '-eu'], folder, environment });
    for (const stream of [this.shell.stdout, this.shell.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => (this.text += more));
  }

  paste(commands: string): void {
    this.shell.stdin?.write(commands);
  }

  /** Gives what was written once it has this, and the first match. Throws if the shell ends before. */
  async printed(expected: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | undefined;
    await this.until(() => {
      found = expected.exec(this.text) ?? undefined;
      return found !== undefined;
    }, String(expected));
    if (!found) throw new Error(this.text);
    return found;
  }

  /** Waits until an address answers. */
  async answered(address: string): Promise<void> {
    const isThere = (): Promise<boolean> =>
      fetch(address).then(
        () => true,
        () => false,
      );
    await this.until(isThere, address);
  }

  /** Ends the shell and what it started in the background. */
  async end(): Promise<void> {
    const ended = this.shell.exitCode === null ? once(this.shell, 'close') : undefined;
    if (this.shell.pid !== undefined) process.kill(-this.shell.pid, 'SIGTERM');
    await ended;
  }

  private async until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const latest = Date.now() + WAITS_MS;
    while (Date.now() < latest && this.shell.exitCode === null) {
      if (await isSo()) return;
      await wait(POLL_MS);
    }
    throw new Error(`${what} did not come: ${this.text}`);
  }
}
