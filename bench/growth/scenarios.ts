import { aWebClient, deleting, type KnownClient, reading, registering, replacing, tokenFor } from '../load/requests';
import type { Shot, Traffic } from '../load/shot';
import type { Field } from './field';
import { deleteNewer, insertClients, insertExpired } from './rows';
import { nameOf, seededClient } from './seeded-client';
import { costing, once, repeated, type Slice, untilOver } from './slice';

type Measure = (field: Field, seconds: number) => Promise<Slice>;

/** What is measured at every size: for so many seconds, on clients that are random over all of the registry. */
export interface Scenario {
  readonly name: string;
  /** What one request, or one piece of work, is. */
  readonly about: string;
  readonly measure: Measure;
}

const PAGE = 100;
const EXPIRED = 100;
/** So many clients at once are deleted and put back, or noted: few enough that a small registry stays what it is. */
const SOME = 400;
const SOME_SHARE = 0.4;

/** Any client but the first, which is the model of those that are put back. */
const anyNumber = ({ registry: { size } }: Field): number => 1 + Math.floor(Math.random() * (size - 1));
const anyClient = (field: Field): KnownClient => seededClient(anyNumber(field), field.registry.size);

const driven = (field: Field, traffic: Traffic, seconds?: number): Promise<Slice> =>
  costing(field.serverCpu, () => field.shooter.flatOut(traffic, seconds));

/** Several clients, the same number at all sizes. */
const someNumbers = (field: Field): Set<number> => {
  const count = Math.min(SOME, Math.floor(field.smallest * SOME_SHARE));
  const numbers = new Set<number>();
  while (numbers.size < count) numbers.add(anyNumber(field));
  return numbers;
};

/** A request about any client, again and again. */
const onAny =
  (make: (client: KnownClient) => Shot): Measure =>
  (field, seconds) =>
    driven(field, () => make(anyClient(field)), seconds);

const registration: Measure = async (field, seconds) => {
  const shot = registering(field.registrarToken, aWebClient('A client that is new'));
  const slice = await driven(field, () => shot, seconds);
  await deleteNewer(field.registry.sql);
  return slice;
};

const replacement: Measure = (field, seconds) => {
  const next: Traffic = () => {
    const number = anyNumber(field);
    return replacing(seededClient(number, field.registry.size), aWebClient(nameOf(number)));
  };
  return driven(field, next, seconds);
};

const deletion: Measure = (field, seconds) => repeated(seconds, () => deletedAndPutBack(field));

const deletedAndPutBack = async (field: Field): Promise<Slice> => {
  const { size, sql } = field.registry;
  const chosen = someNumbers(field);
  const left = [...chosen];
  const next: Traffic = () => {
    const number = left.pop();
    return number === undefined ? undefined : deleting(seededClient(number, size));
  };
  const slice = await driven(field, next);
  await insertClients(sql, chosen, size);
  return slice;
};

const list: Measure = (field, seconds) => {
  const { size } = field.registry;
  // Behind the last ones there is less than a page, which is more often so in a small registry.
  const lastFullPage = Math.max(1, size - PAGE);
  const page = (): Promise<unknown> => {
    const { client_id } = seededClient(Math.floor(Math.random() * lastFullPage), size);
    return field.services.page(client_id, PAGE);
  };
  return costing(field.ownCpu, () => untilOver(seconds, page));
};

const sweep: Measure = (field, seconds) =>
  repeated(seconds, async () => {
    await insertExpired(field.registry.sql, EXPIRED);
    return costing(field.ownCpu, () => once(field.services.sweep));
  });

const lastUse: Measure = (field, seconds) =>
  repeated(seconds, () => {
    const ids = [...someNumbers(field)].map((number) => seededClient(number, field.registry.size).client_id);
    return costing(field.ownCpu, () => once(() => field.services.writeLastUse(ids)));
  });

export const SCENARIOS: readonly Scenario[] = [
  { name: 'registration', about: 'POST /register, a web client', measure: registration },
  { name: 'token', about: 'POST /token, ES256', measure: onAny(tokenFor) },
  { name: 'GET', about: 'GET /register/:client_id', measure: onAny(reading) },
  { name: 'PUT', about: 'PUT /register/:client_id', measure: replacement },
  { name: 'DELETE', about: 'DELETE /register/:client_id', measure: deletion },
  { name: 'list', about: `a page of ${PAGE} clients behind any one`, measure: list },
  {
    name: 'sweep',
    about: `forgetting ${EXPIRED} expired identifiers among as many as there are clients`,
    measure: sweep,
  },
  {
    name: 'last use',
    about: `writing when ${SOME} clients were used, which every server does every ten seconds for all that were`,
    measure: lastUse,
  },
];
