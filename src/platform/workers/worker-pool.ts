import type { Address } from 'node:cluster';
import type { Logger } from 'pino';
import { StartFailure } from '../config/start-failure';
import { WorkerSlot } from './worker-slot';

/** The workers of this machine. */
export class WorkerPool {
  private readonly posts: WorkerSlot[] = [];
  private isClosed = false;

  constructor(
    private readonly logger: Logger,
    /** How long a worker may take to finish what it has begun. */
    private readonly timeoutSeconds: () => number,
  ) {}

  /**
   * Starts so many workers: one alone, who makes the schema and the keys where there are none, then the others together.
   * Gives where they listen. Throws `StartFailure` when one does not start.
   */
  async open(count: number): Promise<Address> {
    const address = await this.addPost();
    await Promise.all(Array.from({ length: count - 1 }, () => this.addPost()));
    return address;
  }

  /** Replaces one worker after the other; there are `count` in the end. Throws `StartFailure` where it got stuck. */
  async restart(count: number): Promise<void> {
    for (const post of this.posts.slice(0, count)) await post.renew();
    while (this.posts.length < count) await this.addPost();
    for (const surplus of this.posts.splice(count)) await surplus.close('retire');
  }

  /** Stops all workers. Gives whether all of them finished what they had begun. */
  async close(): Promise<boolean> {
    this.isClosed = true;
    const endings = await Promise.all(this.posts.map((post) => post.close('stop')));
    return endings.every(Boolean);
  }

  private async addPost(): Promise<Address> {
    if (this.isClosed) throw new StartFailure('the server stops');
    const post = new WorkerSlot(this.logger, this.timeoutSeconds);
    this.posts.push(post);
    try {
      return await post.renew();
    } catch (error) {
      this.posts.splice(this.posts.indexOf(post), 1);
      throw error;
    }
  }
}
