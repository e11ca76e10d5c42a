import { PeriodicTask } from '../../../src/platform/scheduling/periodic-task';
import { SECRET_KEYS } from '../../support/secret-keys';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase } from '../../support/test-database';
import { WITH_SIGN_IN } from '../../support/with-sign-in';

const TASKS = [
  'the check of writes',
  'the counting of refusals',
  'the deletion of old events',
  'the deliveries to webhooks',
  'the followers of the log',
  'the jobs of administrators',
  'the rotation of the signing keys',
  'the sealing of secrets',
  'the sealing of the log',
  'the sweep of expiring_entries',
  'the sweep of idempotent_answers',
  'the sweep of idle clients',
  'the sweep of rate_limit_counts',
  'the upkeep of webhooks',
  'the writing of CHECKPOINT_FILE',
  'the writing of last_used_at',
];

/** These start only if people sign in here. */
const OF_SIGN_IN = [
  'the renewal of client documents',
  'the sealing of claims',
  'the sweep of browser_sessions',
  'the sweep of consents',
  'the sweep of grants',
  'the sweep of pushed_requests',
  'the sweep of sign_in_transactions',
  'the writing of uses of documents',
];
const ALL = [...TASKS, ...OF_SIGN_IN].sort();

const NEWER_KEY = `2:${Buffer.alloc(32, 8).toString('base64')}`;
/** The names of the tasks that run: one that is not needed never does (`periodic-task.spec.ts`). */
const names = (tasks: readonly PeriodicTask[]): string[] =>
  tasks.flatMap(({ schedule }) => (schedule.isNeeded === false ? [] : schedule.name)).sort();

describe('periodic tasks', () => {
  afterEach(() => jest.restoreAllMocks());

  it('start with the application and stop with it', async () => {
    const starts = jest.spyOn(PeriodicTask.prototype, 'onApplicationBootstrap');
    const stops = jest.spyOn(PeriodicTask.prototype, 'beforeApplicationShutdown');
    const database = await preparedDatabase();
    const server = await createTestApp({ ...WITH_SIGN_IN, SECRET_KEYS: `${NEWER_KEY} ${SECRET_KEYS}` }, database);
    expect(names(starts.mock.contexts)).toEqual(ALL);
    await server.close();
    await database.drop();
    expect(names(stops.mock.contexts)).toEqual(ALL);
  });

  it('do not seal secrets again if there is one key only, and do nothing about people without sign-in', async () => {
    const starts = jest.spyOn(PeriodicTask.prototype, 'onApplicationBootstrap');
    const server = await createTestApp();
    expect(names(starts.mock.contexts)).toEqual(TASKS.filter((name) => name !== 'the sealing of secrets'));
    await server.close();
  });
});
