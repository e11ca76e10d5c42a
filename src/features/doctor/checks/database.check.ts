import { Injectable } from '@nestjs/common';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, ok, warning } from '../finding';

const ATTEMPTS = 5;
const SLOW_MS = 50;

/** Whether the database answers, and how fast. */
@Injectable()
@Examines({ name: 'database' })
export class DatabaseCheck implements Check {
  constructor(private readonly database: ExaminedDatabase) {}

  async examine(): Promise<readonly Finding[]> {
    if (this.database.failure !== undefined)
      return [failure(this.database.failure, 'correct DATABASE_URL, or start the database')];
    const times: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const start = performance.now();
      await this.database.rows('SELECT 1 AS one');
      times.push(performance.now() - start);
    }
    return [latencyFinding(times)];
  }
}

/** What is to be said about the times that some queries took, in milliseconds. */
export const latencyFinding = (times: readonly number[]): Finding => {
  const median = [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
  const finding = `it answers in ${median.toFixed(1)} ms`;
  return median > SLOW_MS
    ? warning(finding, 'every request needs several queries: bring the servers nearer to the database, or relieve it')
    : ok(finding);
};
