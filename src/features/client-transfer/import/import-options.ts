import type { ImportFormat } from '../formats/import-format';

/** How a file is imported. */
export interface ImportOptions extends RequestedImport {
  /** The hash of the file. */
  readonly digest: string;
}

/** How a file shall be imported. */
export interface RequestedImport {
  readonly format: ImportFormat;
  /** The path of the file. */
  readonly file: string;
  /** The name of a policy that the clients must keep, now and at each update. */
  readonly policy?: string;
  /** Whether a client is imported without the values that break a rule, instead of being refused. */
  readonly leavesOut: boolean;
  /** Whether clients that an earlier import brought are changed to what the file says. */
  readonly updates: boolean;
  /** Whether nothing is written. */
  readonly isTrial: boolean;
}
