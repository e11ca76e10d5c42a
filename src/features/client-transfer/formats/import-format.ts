import type { ClientDraft, Json, LeftOutClient } from './client-draft';
import type { SourceMembers } from './source-member';

/** A format of files with clients. */
export interface ImportFormat {
  /** The name for `--from`. */
  readonly name: string;
  /** The server that writes such files. */
  readonly product: string;
  /** Where an object has the list of clients; a file may also be the list itself, or have a client in each line. */
  readonly lists: readonly (readonly string[])[];
  /** What becomes of each member, for the guide. */
  readonly members: SourceMembers;
  /** Members within others, by the name of the other, for the guide. */
  readonly parts?: Readonly<Record<string, SourceMembers>>;
  /** Reads a client. Says in the draft whatever is not taken over. */
  readonly read: (entry: Json) => ClientDraft | LeftOutClient;
}
