import type { Event } from '../../../event-log/event';
import { print, printJson } from '../output';

/** Prints an event: a line for people, or JSON. */
export const printEvent = (event: Event, json: boolean | undefined): void => {
  if (json) printJson(event);
  else print([event.at, event.id, event.type, event.client_id ?? '-', `by ${actorOf(event)}`].join('  '));
};

const actorOf = ({ actor: { type, ...rest } }: Event): string => [type, ...Object.values(rest).slice(0, 1)].join(' ');
