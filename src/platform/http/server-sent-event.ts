/** The media type of server-sent events. */
export const EVENT_STREAM = 'text/event-stream';

/** An event of a stream as the HTML standard defines it (section 9.2.6). Its members have no line breaks. */
export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** The first lines of a stream: after how many milliseconds a reader connects again. */
export const reconnectAfter = (ms: number): string => `retry: ${ms}\n\n`;

/** The lines of an event. */
export const linesOf = ({ id, event, data }: ServerSentEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

/** A comment, which keeps a connection alive. With an `id`, a reader that connects again goes on after it. */
export const heartbeat = (id?: string): string => (id === undefined ? ':\n\n' : `:\nid: ${id}\n\n`);
