/** So many at once and no more; who comes later waits for a turn, as long as their signal lets them. */
export class Turns {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly atOnce: number) {}

  get isIdle(): boolean {
    return this.taken === 0 && this.waiting.size === 0;
  }

  /** Resolves when it is one's turn; the function given ends it. Rejects when the signal aborts before. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.taken >= this.atOnce) await this.wait(signal);
    else this.taken += 1;
    return () => {
      this.pass();
    };
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.waiting.delete(go);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      this.waiting.add(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The turn goes to whoever waits longest. */
  private pass(): void {
    const [next] = this.waiting;
    if (next === undefined) return void (this.taken -= 1);
    this.waiting.delete(next);
    next();
  }
}

/** Turns for each host by itself, forgotten when nobody needs them. */
export class TurnsByHost {
  private readonly byHost = new Map<string, Turns>();

  constructor(private readonly atOnce: number) {}

  /** As {@link Turns.take}, among those who ask for the same host. */
  async take(host: string, signal: AbortSignal): Promise<() => void> {
    const turns = this.byHost.get(host) ?? new Turns(this.atOnce);
    this.byHost.set(host, turns);
    const forget = (): void => {
      if (turns.isIdle && this.byHost.get(host) === turns) this.byHost.delete(host);
    };
    try {
      const end = await turns.take(signal);
      return () => {
        end();
        forget();
      };
    } catch (cause) {
      forget();
      throw cause;
    }
  }
}
