import { Injectable } from '@nestjs/common';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, note, ok, warning } from '../finding';

const NOTICED_MS = 1_000;
/** Tokens, assertions and proofs are valid for about a minute more or less. */
const HARMFUL_MS = 30_000;

const NOW = 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now';

/** Whether the clock of this machine agrees with that of PostgreSQL. SQLite has no clock of its own. */
@Injectable()
@Examines({ name: 'clock', needs: 'database' })
export class ClockCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    if (!this.database.isPostgres) return [note('SQLite has the clock of this machine')];
    const before = this.clock.now();
    const [row] = await this.database.rows<{ now: string }>(NOW);
    return [clockFinding(Number(row?.now), before, this.clock.now())];
  }
}

/** What is to be said about a clock that showed `there` between two moments of the clock here, in milliseconds. */
export const clockFinding = (there: number, before: number, after: number): Finding => {
  const ahead = Math.round((before + after) / 2 - there);
  const off = Math.max(0, Math.abs(ahead) - (after - before));
  if (off < NOTICED_MS) return ok('the clock agrees with that of the database');
  const finding = `the clock of this machine is ${(Math.abs(ahead) / 1000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of the database`;
  const remedy = 'set both by NTP: expiries and assertions depend on them';
  return off < HARMFUL_MS ? warning(finding, remedy) : failure(finding, remedy);
};
