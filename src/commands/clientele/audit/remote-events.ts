import { setTimeout as wait } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { Agent, fetch, type Response } from 'undici';
import type { Event } from '../../../event-log/event';
import { StartFailure } from '../../../platform/config/start-failure';
import { say } from '../output';

/** Four times as long as a server is silent at most. */
const SILENCE_MS = 60_000;
const RECONNECT_AFTER_MS = 2000;
/** The server cannot serve the stream now, or a proxy cannot reach it. */
const TEMPORARY: readonly number[] = [429, 500, 502, 503, 504];

/** Whose events are followed, and since when. */
export interface RemoteLog {
  /** The address of the server, without a slash at the end. */
  readonly server: string;
  readonly token: string;
  /** The id of the event that the first one follows; from now on if it is absent. */
  readonly after?: string | undefined;
}

/**
 * The events of a server elsewhere as they happen. It connects again when the connection ends, and goes on after the last
 * event. Ends when `stopping` is aborted. Throws {@link StartFailure} if the server refuses the token or the event.
 */
export async function* remoteEvents({ server, token, after }: RemoteLog, stopping: AbortSignal): AsyncGenerator<Event> {
  const dispatcher = new Agent({ bodyTimeout: SILENCE_MS });
  const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
  for (let last = after; !isAborted(stopping); void (await pause(stopping))) {
    try {
      const resumed = { ...headers, ...(last !== undefined && { 'Last-Event-ID': last }) };
      const response = await fetch(`${server}/admin/events`, { headers: resumed, signal: stopping, dispatcher });
      if (!(await isStream(response))) continue;
      for await (const event of eventsOf(response)) {
        last = event.id;
        yield event;
      }
    } catch (error) {
      if (error instanceof StartFailure) throw error;
      if (!isAborted(stopping)) say(`the connection to ${server} failed: ${reasonOf(error)}`);
    }
  }
}

/** Whether a response is a stream; false if there may be one later. */
const isStream = async (response: Response): Promise<boolean> => {
  if (response.status === 200) return true;
  const text = (await response.text()).slice(0, 500);
  const reason = `the server answered ${response.status}: ${text}`;
  if (!TEMPORARY.includes(response.status)) throw new StartFailure(`--from-server: ${reason}`);
  say(reason);
  return false;
};

async function* eventsOf({ body }: Response): AsyncGenerator<Event> {
  if (!body) return;
  const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { data } of messages) yield JSON.parse(data) as Event;
}

/** An interruption ends the pause. */
const pause = async (stopping: AbortSignal): Promise<void> =>
  wait(RECONNECT_AFTER_MS, undefined, { signal: stopping }).catch(() => undefined);

const isAborted = ({ aborted }: AbortSignal): boolean => aborted;

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
};
