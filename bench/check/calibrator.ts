import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { atEnd } from '../support/cleanup';
import { ROOT } from '../support/paths';

const WARM_UP_MS = 500;

/** Tells how fast this machine is at this moment, by work of its own in a process of its own. */
export class Calibrator {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<Calibrator> {
    const child = fork(join(__dirname, 'calibration.ts'), {
      execArgv: ['-r', join(ROOT, 'node_modules', '@swc-node', 'register', 'index.js')],
    });
    atEnd(() => {
      if (child.connected) child.disconnect();
    });
    const calibrator = new Calibrator(child);
    await calibrator.measure(WARM_UP_MS);
    return calibrator;
  }

  /** The CPU time of one piece of the fixed work, in microseconds. */
  async measure(ms: number): Promise<number> {
    const ended = new AbortController();
    const end = (): void => {
      ended.abort();
    };
    this.child.once('exit', end);
    this.child.send(ms);
    const [microseconds] = (await once(this.child, 'message', { signal: ended.signal })) as [number];
    this.child.off('exit', end);
    return microseconds;
  }
}
