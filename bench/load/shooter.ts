import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { LoadLog } from './load-log';
import type { Outcome, Shot, Traffic } from './shot';

/** A machine that is busy with other things is no failure of the server. */
const TIMEOUT_MS = 60_000;

/**
 * Sends requests of which each is another, over connections that stay open. Autocannon repeats what it was given; here
 * every request may hit another client of a large registry.
 */
export class Shooter {
  private readonly pool: Pool;

  constructor(
    origin: string,
    private readonly connections: number,
  ) {
    this.pool = new Pool(origin, {
      connections,
      pipelining: 1,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      keepAliveTimeout: 600_000,
    });
  }

  /** As fast as the answers come, one request at a time on each connection, until the time or the traffic is over. */
  async flatOut(traffic: Traffic, seconds = Number.POSITIVE_INFINITY): Promise<Outcome> {
    const log = new LoadLog();
    const end = performance.now() + seconds * 1000;
    const lane = async (): Promise<void> => {
      for (let shot = traffic(); shot !== undefined && performance.now() < end; shot = traffic())
        await this.fire(shot, performance.now(), log);
    };
    await Promise.all(Array.from({ length: this.connections }, lane));
    return log.outcome();
  }

  /**
   * At a steady rate, whether answers come or not. Times count from the moment a request was due, so that a server that
   * stalls is seen to stall.
   */
  async paced(traffic: Traffic, perSecond: number, seconds: number, log = new LoadLog()): Promise<Outcome> {
    const began = performance.now();
    const all = Math.floor(perSecond * seconds);
    const flying = new Set<Promise<void>>();
    let sent = 0;
    while (sent < all) {
      const due = Math.min(all, ((performance.now() - began) / 1000) * perSecond);
      for (; sent < due; sent += 1) {
        const shot = traffic();
        if (shot === undefined) return log.outcome();
        const flight = this.fire(shot, began + (sent / perSecond) * 1000, log).finally(() => flying.delete(flight));
        flying.add(flight);
      }
      await wait(1);
    }
    await Promise.all(flying);
    return log.outcome();
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async fire({ expected, then, headers = {}, ...shot }: Shot, since: number, log: LoadLog): Promise<void> {
    try {
      const {
        statusCode,
        headers: received,
        body,
      } = await this.pool.request({ ...shot, headers, body: shot.body ?? null });
      const text = await body.text();
      if (statusCode === expected) log.answered(performance.now() - since);
      else log.failed(`${shot.method} ${shot.path}: ${statusCode} ${text}`);
      if (statusCode === expected) then?.(text, received);
    } catch (error) {
      log.failed(`${shot.method} ${shot.path}: ${String(error)}`);
    }
  }
}
