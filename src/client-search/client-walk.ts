/** A client that a list may have, if the client as it is stored matches the filter. */
export interface Candidate {
  readonly client_id: string;
  /** Where the walk goes on after it. */
  readonly cursor: string;
  /** The name by which it was found, if it was found by one. */
  readonly name?: string;
}

/** A part of a walk. */
export interface WalkPart {
  readonly candidates: readonly Candidate[];
  /** Where the walk goes on after this part; absent at its end. */
  readonly next?: string;
}

/** Walks through the clients that a filter may select, in the order of an index. */
export interface ClientWalk {
  /** The next part after a cursor, from the beginning if it is empty. `wanted` is how many clients are still asked for. */
  read(cursor: string, wanted: number): Promise<WalkPart>;
}
