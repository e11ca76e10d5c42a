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
    this.child.send(plan);
    const message = await this.answer();
    if (message.result === undefined) throw new Error(`the load generator failed: ${String(message.failure)}`);
    return message.result;
  }

  /** What the generator says next. Throws when it ends instead. */
  private async answer(): Promise<Message> {
    const ended = new AbortController();
    const abort = (): void => {
      ended.abort(new Error('the load generator ended'));
    };
    this.child.once('exit', abort);
    try {
      const [message] = (await once(this.child, 'message', { signal: ended.signal })) as [Message];
      return message;
    } finally {
      this.child.off('exit', abort);
    }
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

interface Message {
  readonly result?: LoadResult;
  readonly failure?: string;
}
