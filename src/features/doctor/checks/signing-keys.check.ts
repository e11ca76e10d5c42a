import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { type ScheduledKey, signingKeyAt } from '../../../signing-keys/key-schedule';
import { SigningKey } from '../../../signing-keys/signing-key.entity';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { ExaminedDatabase } from '../examined-database';
import { type Finding, note, ok, warning } from '../finding';

const DAY_MS = 86_400_000;
/** The rotation runs once a minute on every server. */
const LATE_DAYS = 2;
const OLD_DAYS = 365;

/** How old the keys are that sign, and whether the rotation works. */
@Injectable()
@Examines({ name: 'signing keys', needs: 'schema' })
export class SigningKeysCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const keys = await this.database.dataSource
      .getRepository(SigningKey)
      .find({ order: { alg: 'ASC', number: 'ASC' } });
    if (keys.length === 0) return [note('there are none yet; the first start of a server makes them')];
    const algs = [...new Set(keys.map(({ alg }) => alg))];
    const days = this.environment.KEY_ROTATION_DAYS;
    return algs.map((alg) =>
      ageFinding(
        alg,
        keys.filter((key) => key.alg === alg),
        days,
        this.clock.now(),
      ),
    );
  }
}

/** What is to be said about the keys of an algorithm, in the order of their numbers. */
export const ageFinding = (alg: string, keys: readonly ScheduledKey[], rotationDays: number, now: number): Finding => {
  const signing = signingKeyAt(keys, now);
  const days = Math.floor((now - (signing?.signs_from.getTime() ?? now)) / DAY_MS);
  const age = `the ${alg} key has signed for ${days} ${days === 1 ? 'day' : 'days'}`;
  if (rotationDays === 0)
    return days > OLD_DAYS
      ? warning(
          `${age}, and KEY_ROTATION_DAYS=0 disables the rotation`,
          'run clientele keys rotate, or set the variable',
        )
      : ok(age);
  return days > rotationDays + LATE_DAYS
    ? warning(`${age}, longer than KEY_ROTATION_DAYS=${rotationDays}`, 'start a server: every server rotates the keys')
    : ok(`${age}; the next one follows in ${Math.max(0, rotationDays - days)} days`);
};
