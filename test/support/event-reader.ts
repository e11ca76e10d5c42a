import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Event } from '../../src/event-log/event';
import { keepTrack } from './close-leftovers';

/** An event as a stream sends it. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly event: Event;
}

/** A reader of a stream of events, on a connection of its own. */
export class EventReader {
  private readonly events: AsyncIterator<ReceivedEvent, undefined>;

  private constructor(readonly response: IncomingMessage) {
    this.events = eventsOf(response);
  }

  /** Opens a stream, or gets the refusal. */
  static async open(address: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const request = get(address, { agent: false, headers: { Accept: 'text/event-stream', ...headers } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const reader = new EventReader(response);
    return keepTrack(reader);
  }

  /** The next event; nothing once the server has ended the stream. */
  async next(): Promise<ReceivedEvent | undefined> {
    return (await this.events.next()).value;
  }

  /** All events until the server ends the stream. */
  async rest(): Promise<ReceivedEvent[]> {
    const received = [];
    for (let one = await this.next(); one; one = await this.next()) received.push(one);
    return received;
  }

  /** The body of a refusal. */
  async refusal(): Promise<unknown> {
    return JSON.parse((await this.response.setEncoding('utf8').toArray()).join(''));
  }

  /** Disconnects. */
  close(): Promise<void> {
    this.response.destroy();
    return Promise.resolve();
  }
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<ReceivedEvent, undefined> {
  const parsed: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => parsed.push(message) });
  for await (const text of response.setEncoding('utf8') as AsyncIterable<string>) {
    parser.feed(text);
    for (const { id, event: type, data } of parsed.splice(0)) yield { id, type, event: JSON.parse(data) as Event };
  }
}
