import { setTimeout as wait } from 'node:timers/promises';
import { connect, type Sql } from '../growth/database';
import { Shooter } from '../load/shooter';
import { registering } from '../load/requests';
import { cpuSeconds, cpuSecondsOfFamily } from '../support/process-usage';
import { median } from '../support/statistics';
import type { Administered } from './administered';
import { FIRST } from './searched-client';

/** What registrations cost while the index of clients follows them, or does not. */
export interface RegistrationCosts {
  readonly size: number;
  readonly isFollowed: boolean;
  readonly perSecond: number;
  /** CPU time of the server and of PostgreSQL in milliseconds, until the log is sealed and the index is written. */
  readonly cpuMs: number;
}

const CONNECTIONS = 32;
const POLL_MS = 100;
const FAR_AWAY = Date.UTC(2100, 0, 1);

const HOLD = `UPDATE log_followers SET node = 'bench', node_until = ${FAR_AWAY} WHERE name = 'client_terms'`;
const RELEASE = "UPDATE log_followers SET node = NULL WHERE name = 'client_terms' AND node = 'bench'";
const IS_HELD = "SELECT 1 FROM log_followers WHERE name = 'client_terms' AND node = 'bench'";
const BEHIND = `SELECT count(*) AS behind FROM log_followers, log_tree
  WHERE log_tree.id = 1 AND next_position < size AND (node IS NULL OR node <> 'bench')`;
const UNSEALED = 'SELECT (SELECT count(*) FROM events) - (SELECT size FROM log_tree WHERE id = 1) AS unsealed';

/** Registers for so many seconds in each round, with and without the index in turn. Gives the medians of the rounds. */
export const registrationCosts = async (
  { size, url, server }: Administered,
  {
    rounds,
    seconds,
    postgresPid,
  }: { readonly rounds: number; readonly seconds: number; readonly postgresPid?: number },
): Promise<readonly RegistrationCosts[]> => {
  const sql = await connect(url);
  const shooter = new Shooter(server.origin, CONNECTIONS);
  const shot = registering(await server.registrarToken(), FIRST);
  const cpu = (): number =>
    cpuSeconds(server.process.pid) + (postgresPid === undefined ? 0 : (cpuSecondsOfFamily(postgresPid) ?? 0));
  const costs: RegistrationCosts[] = [];
  for (let round = 0; round <= rounds; round += 1)
    for (const isFollowed of round % 2 === 0 ? [true, false] : [false, true]) {
      await (isFollowed ? release(sql) : hold(sql));
      await settled(sql);
      const before = cpu();
      const { times, seconds: took, errors, firstError } = await shooter.flatOut(() => shot, seconds);
      await settled(sql);
      if (errors > 0) throw new Error(firstError);
      if (round > 0)
        // the first one warms up
        costs.push({
          size,
          isFollowed,
          perSecond: times.length / took,
          cpuMs: ((cpu() - before) * 1000) / times.length,
        });
    }
  await release(sql);
  await Promise.all([sql.close(), shooter.close()]);
  return [true, false].map((isFollowed) => {
    const some = costs.filter((one) => one.isFollowed === isFollowed);
    const perSecond = median(some.map((one) => one.perSecond));
    return { size, isFollowed, perSecond, cpuMs: median(some.map(({ cpuMs }) => cpuMs)) };
  });
};

/** As if another node wrote the index: no server does it until {@link release}. */
const hold = async (sql: Sql): Promise<void> => {
  await settled(sql);
  while ((await sql.all(IS_HELD)).length === 0) await sql.all(HOLD);
};

const release = async (sql: Sql): Promise<void> => void (await sql.all(RELEASE));

/** Until all events are sealed and all followers that may have read them. */
const settled = async (sql: Sql): Promise<void> => {
  for (;;) {
    const [[sealing], [following]] = [
      await sql.all<{ unsealed: unknown }>(UNSEALED),
      await sql.all<{ behind: unknown }>(BEHIND),
    ];
    if (Number(sealing?.unsealed) === 0 && Number(following?.behind) === 0) return;
    await wait(POLL_MS);
  }
};
