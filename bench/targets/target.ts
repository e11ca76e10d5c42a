import type { NodeProgram } from '../../scripts/node-release';
import type { LoadRequest } from '../support/load';
import type { PostgresServer } from '../support/postgres';

/** What an access token is. */
export type TokenKind = 'opaque' | 'RS256' | 'ES256';

/** Where targets are started. */
export interface Place {
  readonly folder: string;
  /** The PostgreSQL server of this run, started when the first one asks for it. */
  readonly postgres: () => Promise<PostgresServer>;
}

/** Something that registers clients: ours, or what an operator would pick instead. */
export interface Target {
  /** For `--only`. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly version: () => string;
  /** The Node that it runs on. */
  readonly node: NodeProgram;
  /** What of a registration survives a crash, in one phrase. */
  readonly durably: string;
  /** What it checks before it registers a client, and what it gives besides, in one phrase. */
  readonly checks: string;
  start(place: Place): Promise<RunningTarget>;
}

/** A target that answers. What it does not have, it gives no requests for. */
export interface RunningTarget {
  readonly pid: number;
  readonly origin: string;
  /** PostgreSQL's main process, if the target uses it and the system shows it. */
  readonly postgresPid?: number | undefined;
  /** Whether registrations are answered with a registration access token (RFC 7592). */
  readonly isManaged: boolean;
  registration(metadata: object): Promise<LoadRequest>;
  /** The client credentials grant, for several clients. */
  tokens(kind: TokenKind): Promise<LoadRequest[]>;
  /** Reading the registrations of several clients (RFC 7592 section 2.1). */
  readings(): Promise<LoadRequest[]>;
}

/** How many clients take part where there are several: batched reads of one and the same row would be too easy. */
export const CLIENTS = 64;
