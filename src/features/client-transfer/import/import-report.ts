import type { ImportNote } from '../formats/client-draft';

/** What became of a client of a file, or would become of it. */
export type ImportOutcome = 'imported' | 'updated' | 'unchanged' | 'conflict' | 'refused' | 'left out';

/** What an import says about one client of a file. */
export interface ImportReport {
  /** The number of the client in the file, from 1. */
  readonly entry: number;
  /** Empty if the file has none. */
  readonly client_id: string;
  readonly outcome: ImportOutcome;
  /** What is not as the file has it. */
  readonly notes: readonly ImportNote[];
}
