import { isObject } from '../../../core/json/json';
import type { Client } from '../../../clients/client.entity';
import type { StoredSecret } from '../../../platform/secrets/secret-vault.service';

/** A JSON object of a file. */
export type Json = Readonly<Record<string, unknown>>;

/** What an import does to one member of a client besides taking it over. Members have the names of the file. */
export interface ImportNote {
  readonly member: string;
  /** `left out`: this server has no place for it. `changed`: it has another value here. `refused`: it breaks a rule. */
  readonly effect: 'left out' | 'changed' | 'refused';
  /** Why, and what can be done. */
  readonly reason: string;
}

/** A client secret as a file has it: in the clear, as the hash of another server, or as this server stores it. */
export type ImportedSecret = { readonly expires_at?: number } & (
  { readonly clear: string } | { readonly hash: string } | { readonly stored: StoredSecret }
);

/** The columns that an own export restores, besides metadata and credentials. */
export type RestoredColumns = Partial<
  Pick<
    Client,
    | 'status'
    | 'status_change'
    | 'policies'
    | 'initial_access_token'
    | 'registrar'
    | 'lineage'
    | 'software_instance'
    | 'registration_hash'
    | 'created_at'
    | 'updated_at'
    | 'last_used_at'
    | 'version'
  >
>;

/** A value of a member that breaks a rule. With an index, one item of its list does. */
export interface DraftFault {
  /** The name of the member here. */
  readonly member: string;
  readonly value?: unknown;
  readonly reason: string;
}

/** A client of a file in the terms of this server, before its rules are applied. */
export class ClientDraft {
  client_id = '';
  /** The metadata that the client would send to be registered. */
  readonly metadata: Record<string, unknown> = {};
  readonly secrets: ImportedSecret[] = [];
  readonly registration_access_tokens: StoredSecret[] = [];
  readonly columns: RestoredColumns = {};
  /** For the version of each key of `SECRET_KEYS` that hashed the credentials: the keyed hash of the `client_id`. */
  readonly keyChecks: Record<string, unknown> = {};
  /** What brought the client to the other server, for the lineage. */
  readonly origin: Record<string, string> = {};
  /** When the other server registered it. */
  registered_at: Date | undefined;
  readonly notes: ImportNote[] = [];
  /** Values that this server cannot accept, which its table does not know as such. They are not in the metadata. */
  readonly faults: DraftFault[] = [];

  /** Says that a member is not taken over. */
  leaveOut(member: string, reason: string): void {
    this.notes.push({ member, effect: 'left out', reason });
  }

  /** Says that a member has another value here. */
  change(member: string, reason: string): void {
    this.notes.push({ member, effect: 'changed', reason });
  }

  /** Says that a value breaks a rule: the client is refused, or is imported without it. */
  fault(member: string, value: unknown, reason: string): void {
    this.faults.push({ member, value, reason });
  }

  /** Adds items to a list of the metadata, each once. */
  add(member: string, ...items: readonly string[]): void {
    const list = this.listOf(member);
    this.metadata[member] = [...list, ...items.filter((item) => !list.includes(item))];
  }

  /** A list of the metadata; empty if there is none. */
  listOf(member: string): readonly string[] {
    const value = this.metadata[member];
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }
}

/** The entry of a file that is no client for this server, and why. */
export interface LeftOutClient {
  readonly client_id: string;
  readonly leftOut: string;
}

/** Whether an entry is left out as a whole. */
export const isLeftOut = (read: ClientDraft | LeftOutClient): read is LeftOutClient => 'leftOut' in read;

/** The text at a place of an entry; empty if there is none. */
export const textAt = (entry: Json, ...path: readonly string[]): string => {
  const value = path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), entry);
  return typeof value === 'string' ? value : '';
};
