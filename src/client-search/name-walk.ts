import type { ClientWalk, WalkPart } from './client-walk';
import type { SearchRepository } from './search.repository';

/** Walks through the clients whose names have a beginning, in the order of the names. */
export class NameWalk implements ClientWalk {
  constructor(
    private readonly search: SearchRepository,
    private readonly beginning: string,
  ) {}

  async read(cursor: string, wanted: number): Promise<WalkPart> {
    const [term, client_id] = placeOf(cursor) ?? [this.beginning, ''];
    const found = await this.search.names(this.beginning, { term, client_id }, wanted);
    const candidates = found.map((one) => ({
      client_id: one.client_id,
      cursor: cursorOf(one.term, one.client_id),
      name: one.term,
    }));
    const next = candidates.at(-1)?.cursor;
    return next === undefined || found.length < wanted ? { candidates } : { candidates, next };
  }
}

const cursorOf = (...place: readonly [term: string, client_id: string]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place of a cursor of {@link NameWalk}; nothing for any other text. */
export const placeOf = (cursor: string): readonly [term: string, client_id: string] | undefined => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) &&
      place.length === 2 &&
      place.every((part) => typeof part === 'string' && !part.includes('\0'))
      ? (place as [string, string])
      : undefined;
  } catch {
    return undefined; // the caller says what a cursor must be
  }
};
