import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { atEnd } from './cleanup';
import type { LoadPlan, LoadResult } from './load';
import { BUILT } from './paths';

/** The load generator's process, the same one for every measurement of a run. */
export class Generator {
  private constructor(private readonly child: ChildProcess) {}

  static start(): Generator {
    const generator = new Generator(fork(join(BUILT, 'support', 'load-generator.js'), { execArgv: [] }));
    atEnd(() => {
      generator.stop();
    });
    return generator;
  }

  /** Drives a server; throws when the generator fails, not when the server does. */
  async drive(plan: LoadPlan): Promise<LoadResult> {
    const ended = new AbortController();
    this.child.once('exit', () => {
      ended.abort();
    });
    this.child.send(plan);
    const [message] = (await once(this.child, 'message', { signal: ended.signal })) as [Message];
    if (message.result === undefined) throw new Error(`the load generator failed: ${String(message.failure)}`);
    return message.result;
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

interface Message {
  readonly result?: LoadResult;
  readonly failure?: string;
}
