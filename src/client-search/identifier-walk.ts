import type { Candidate, ClientWalk, WalkPart } from './client-walk';
import { type IdentifierRange, restOf } from './identifier-range';

/** The first `most` identifiers of an index within a range, in their order. */
export type IdentifierList = (range: IdentifierRange, most: number) => Promise<readonly string[]>;

/** So many identifiers of each of several lists are compared at once. */
const COMPARED = 500;
/** If a list has no more than so many identifiers left, these clients are read; no other list is compared with them. */
const FEW = 100;
/** A cursor with this mark names the identifier to begin with; any other one the last identifier that was read. */
const BEGINS = '~';

/**
 * Walks through the clients that are in all of some lists, in the order of their identifiers. Where one list has none for a
 * while, the walk leaves out what the others have there: its work depends on the shortest list.
 */
export class IdentifierWalk implements ClientWalk {
  /** Takes at least one list. */
  constructor(
    private readonly lists: readonly IdentifierList[],
    private readonly range: IdentifierRange,
  ) {}

  async read(cursor: string, wanted: number): Promise<WalkPart> {
    const begins = cursor.startsWith(BEGINS);
    const rest = cursor === '' ? this.range : restOf(this.range, begins ? cursor.slice(1) : cursor, !begins);
    const most = this.lists.length > 1 ? COMPARED : wanted;
    const batches = await Promise.all(this.lists.map((list) => list(rest, most)));
    const shortest = [...batches].sort((one, other) => one.length - other.length)[0] ?? [];
    return shortest.length <= FEW && shortest.length < most
      ? { candidates: shortest.map(candidate) }
      : partOf(batches, most);
  }
}

const candidate = (client_id: string): Candidate => ({ client_id, cursor: client_id });

/** What all batches have, as far as all of them are known. */
const partOf = (batches: readonly (readonly string[])[], most: number): WalkPart => {
  const ends = batches.flatMap((batch) => (batch.length === most ? (batch.at(-1) ?? []) : []));
  const known = ends.sort()[0];
  const isKnown = (id: string): boolean => known === undefined || id <= known;
  const [first = [], ...others] = batches.map((batch) => new Set(batch.filter(isKnown)));
  const candidates = [...first].filter((id) => others.every((other) => other.has(id))).map(candidate);
  const isEnd = batches.some((batch) => batch.length < most && batch.every(isKnown));
  return known === undefined || isEnd ? { candidates } : { candidates, next: nextOf(batches, known) };
};

/** The identifier that the next part begins with: no list that skips what is before it can share anything there. */
const nextOf = (batches: readonly (readonly string[])[], known: string): string => {
  const leaps = batches.flatMap((batch) => batch.find((id) => id > known) ?? []);
  const furthest = leaps.sort().at(-1);
  return furthest === undefined ? known : `${BEGINS}${furthest}`;
};
