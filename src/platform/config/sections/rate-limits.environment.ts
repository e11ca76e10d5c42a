import { integer, oneOf } from '../kinds/basic';
import { redisUrl } from '../kinds/database-urls';
import { Section, Variable } from '../variable';

@Section('Rate limits')
export class RateLimitsEnvironment {
  @Variable(
    'Where rate limits count: memory, for all workers of one machine; for all nodes, database (PostgreSQL) or redis; see docs/SCALING.md.',
    { is: oneOf(['memory', 'database', 'redis']), default: 'memory' },
  )
  readonly RATE_LIMIT_STORE!: 'memory' | 'database' | 'redis';

  @Variable('The Redis, or Valkey, of RATE_LIMIT_STORE=redis.', { is: redisUrl(), default: '', secret: true })
  readonly REDIS_URL!: string;

  @Variable(
    'Registrations without a token per address and hour in open mode; a refused one counts a tenth; 0 is no limit.',
    {
      is: integer(0, 1_000_000),
      default: 20,
    },
  )
  readonly RATE_LIMIT_REGISTER!: number;

  @Variable('Registrations without a token per IPv6 /48 or IPv4 /24 and hour in open mode; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 200,
  })
  readonly RATE_LIMIT_REGISTER_NETWORK!: number;

  @Variable('Registrations without a token of all addresses together per hour in open mode; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 2000,
  })
  readonly RATE_LIMIT_REGISTER_TOTAL!: number;

  @Variable(
    'Requests for client id metadata documents that gave none, per address of a browser and minute; 0 is no limit.',
    { is: integer(0, 1_000_000), default: 20 },
  )
  readonly RATE_LIMIT_CLIENT_DOCUMENTS!: number;

  @Variable('The same for all documents of one host, from all callers together; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 30,
  })
  readonly RATE_LIMIT_CLIENT_DOCUMENTS_HOST!: number;

  @Variable(
    'Requests for client id metadata documents of all hosts, with or without a result, per minute; 0 is no limit.',
    {
      is: integer(0, 1_000_000),
      default: 120,
    },
  )
  readonly RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL!: number;

  @Variable('Pushed authorization requests per client and address and minute; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 300,
  })
  readonly RATE_LIMIT_PUSHED!: number;

  @Variable('Trial registrations with a token per client and minute; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 600,
  })
  readonly RATE_LIMIT_VALIDATE!: number;

  @Variable('Updates and rotations of the secret per client and minute; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 60,
  })
  readonly RATE_LIMIT_UPDATE!: number;

  @Variable(
    'Failed client authentications, and guessed codes and refresh tokens, a minute, per client and per address, before 429; 0 is no limit.',
    {
      is: integer(0, 1_000_000),
      default: 20,
    },
  )
  readonly RATE_LIMIT_FAILED_AUTH!: number;

  @Variable('The same a minute from an IPv6 /48 or IPv4 /24 before 429; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 200,
  })
  readonly RATE_LIMIT_FAILED_AUTH_NETWORK!: number;

  @Variable('Authorization requests per address and minute; 0 is no limit.', { is: integer(0, 1_000_000), default: 60 })
  readonly RATE_LIMIT_AUTHORIZE!: number;

  @Variable('Decisions of people on the page, per address and minute; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 20,
  })
  readonly RATE_LIMIT_DECISION!: number;

  @Variable('Browsers that come back from an upstream, per address and minute; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 30,
  })
  readonly RATE_LIMIT_CALLBACK!: number;
}
