import { integer } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Load limits')
export class LoadLimitsEnvironment {
  @Variable('Requests in flight before further ones are refused with 503 and Retry-After; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 1000,
  })
  readonly MAX_REQUESTS_IN_FLIGHT!: number;

  @Variable('Requests in flight of one address (IPv6: one /64 network), TRUST_PROXY excepted; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 500,
  })
  readonly MAX_REQUESTS_IN_FLIGHT_PER_NETWORK!: number;

  @Variable('Connections at once to each process; further ones, also of probes, are closed unread; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 5000,
  })
  readonly MAX_CONNECTIONS!: number;

  @Variable('Connections at once from one address (IPv6: one /64 network), TRUST_PROXY excepted; 0 is no limit.', {
    is: integer(0, 1_000_000),
    default: 1000,
  })
  readonly MAX_CONNECTIONS_PER_NETWORK!: number;

  @Variable('Streams of events at once of each process; further ones are refused with 503 and Retry-After.', {
    is: integer(0, 100_000),
    default: 100,
  })
  readonly MAX_EVENT_STREAMS!: number;

  @Variable('How late the event loop may be, in milliseconds, before requests are refused with 503; 0 is no limit.', {
    is: integer(0, 60_000),
    default: 500,
  })
  readonly MAX_EVENT_LOOP_DELAY!: number;

  @Variable('How long a request may take to arrive, body included, in seconds; then it is refused with 408.', {
    is: integer(1, 300),
    default: 10,
  })
  readonly REQUEST_TIMEOUT!: number;
}
