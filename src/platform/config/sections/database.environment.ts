import { flag, integer } from '../kinds/basic';
import { databaseUrl, postgresUrls } from '../kinds/database-urls';
import { Section, Variable } from '../variable';

@Section('Database')
export class DatabaseEnvironment {
  @Variable('The database; a file of SQLite, or PostgreSQL.', {
    is: databaseUrl(),
    default: 'sqlite:data/clientele.sqlite',
    secret: true,
    inProduction: { decide: 'A file of one machine (sqlite:PATH), or PostgreSQL for several.' },
  })
  readonly DATABASE_URL!: string;

  @Variable(
    'Replicas of DATABASE_URL for reads that may return slightly old data, PostgreSQL only; see docs/SCALING.md.',
    {
      is: postgresUrls(),
      default: [],
      secret: true,
    },
  )
  readonly DATABASE_REPLICA_URLS!: string[];

  @Variable('The maximum number of connections to PostgreSQL of each process.', { is: integer(1, 1000), default: 20 })
  readonly DATABASE_POOL_SIZE!: number;

  @Variable('How long a statement may wait for a connection, and then for its result, in milliseconds, before 503.', {
    is: integer(100, 600_000),
    default: 5000,
  })
  readonly DATABASE_TIMEOUT!: number;

  @Variable('After how many milliseconds a connection to PostgreSQL is closed and replaced by a new one.', {
    is: integer(1000, 86_400_000),
    default: 300_000,
  })
  readonly DATABASE_CONNECTION_MAX_AGE!: number;

  @Variable('How long a start waits for a database that is busy, in milliseconds.', {
    is: integer(0, 3_600_000),
    default: 60_000,
  })
  readonly DATABASE_START_TIMEOUT!: number;

  @Variable('Whether the server migrates the schema at start. If not, it makes and changes no table.', {
    is: flag(),
    default: true,
  })
  readonly MIGRATE_ON_START!: boolean;
}
