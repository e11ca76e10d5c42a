import type { Event } from '../event-log/event';
import type { EventData } from '../event-log/event-types';
import type { Measure } from './hourly-count.entity';

/** A part of the counts of an hour. */
export interface Counted {
  readonly measure: Measure;
  readonly value: string;
  readonly by: number;
}

const MOST_CHARACTERS = 200;

const one = (measure: Measure, value = ''): Counted => ({ measure, value: shortened(value), by: 1 });

/** Without half of a character at its end, which PostgreSQL refuses in JSON. */
const shortened = (value: string): string => value.slice(0, MOST_CHARACTERS).replace(/\p{Surrogate}$/u, '');

/** What an event adds to the counts of its hour. */
export const countsOf = ({ type, registrar, data }: Event): readonly Counted[] => {
  switch (type) {
    case 'client.registered':
      return ofRegistration(data as EventData['client.registered'], registrar);
    case 'client.deleted':
    case 'client.swept':
      return [one('deletions')];
    case 'registration.refused':
    case 'update.refused':
    case 'authentication.refused': {
      const { error, member, rule } = data as EventData['registration.refused'];
      return [one('refusals', [type, error, member, rule].filter(Boolean).join(' '))];
    }
    case 'refusals.counted': {
      const { kind, count } = data as EventData['refusals.counted'];
      return [{ ...one('refusals', kind), by: count }];
    }
    default:
      return [];
  }
};

const ofRegistration = (
  { metadata, status }: EventData['client.registered'],
  registrar: string | undefined,
): readonly Counted[] => {
  const { grant_types = [], software_id } = metadata as { grant_types?: readonly string[]; software_id?: string };
  return [
    one('registrations'),
    one('status', status),
    ...[...new Set(grant_types)].map((grant) => one('grant_type', grant)),
    ...(software_id === undefined ? [] : [one('software_id', software_id)]),
    ...(registrar === undefined ? [] : [one('registrar', registrar)]),
  ];
};
