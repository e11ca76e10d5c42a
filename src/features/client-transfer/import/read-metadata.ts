import { type Fault, InvalidRegistration } from '../../../core/errors/registration-errors';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import type { ImportNote, Json } from '../formats/client-draft';

/** Reads metadata by the rules of this server. Throws `InvalidRegistration`. */
export type ReadMetadata = (json: Json) => StoredMetadata;

/** What the rules make of the metadata of a file. */
export interface MetadataReading {
  /** Absent if they are refused. */
  readonly metadata?: StoredMetadata;
  /** What was read in the end: the metadata of the file without what was left out. */
  readonly sent: Json;
  readonly notes: readonly ImportNote[];
}

/** Each round leaves at least one value out. */
const MOST_ROUNDS = 50;

/** Reads metadata. All faults are notes, and the client is refused for one of them. */
export const readOrRefuse = (json: Json, read: ReadMetadata): MetadataReading => {
  try {
    return { metadata: read(json), sent: json, notes: [] };
  } catch (error) {
    return { sent: json, notes: faultsIn(error).map((fault) => noteOf(fault, 'refused')) };
  }
};

/**
 * Reads metadata without the values that break a rule, each of which is a note. A rule that is broken because a value is
 * missing refuses the client.
 */
export const readLeavingOut = (json: Json, read: ReadMetadata): MetadataReading => {
  const notes: ImportNote[] = [];
  let left = json;
  for (let round = 0; round < MOST_ROUNDS; round += 1)
    try {
      return { metadata: read(left), sent: left, notes };
    } catch (error) {
      const faults = faultsIn(error);
      const blamed = faults.filter(({ member }) => topOf(member) in left);
      if (blamed.length === 0)
        return { sent: left, notes: [...notes, ...faults.map((fault) => noteOf(fault, 'refused'))] };
      notes.push(...blamed.map((fault) => noteOf(fault, 'left out')));
      left = without(left, blamed);
    }
  return { sent: left, notes };
};

const faultsIn = (error: unknown): readonly Fault[] => {
  if (error instanceof InvalidRegistration) return error.faults;
  throw error;
};

const noteOf = ({ member, rule, remedy }: Fault, effect: ImportNote['effect']): ImportNote => ({
  member,
  effect,
  reason: remedy === undefined ? rule : `${rule}; ${remedy}`,
});

/** The member of a fault such as `redirect_uris[1]` or `jwks.keys[0].n`. */
const topOf = (member: string): string => /^[^.[]+/.exec(member)?.[0] ?? member;

/** The metadata without the items of lists, or the members, that have these faults. */
const without = (json: Json, faults: readonly Fault[]): Json =>
  Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => {
      const own = faults.filter(({ member }) => topOf(member) === name);
      if (own.length === 0) return [[name, value]];
      const items = own.map(({ member }) => Number(/^[^.[]+\[(\d+)\]$/.exec(member)?.[1] ?? Number.NaN));
      if (!Array.isArray(value) || items.some(Number.isNaN)) return [];
      const left = value.filter((_, index) => !items.includes(index));
      return left.length > 0 ? [[name, left]] : [];
    }),
  );
