/** What the operator configures of client id metadata documents. */
export abstract class DocumentOptions {
  /** Whether they identify clients: people sign in here, and `CIMD` is on. */
  abstract readonly isOn: boolean;
  /** The entries of `CIMD_HOSTS`. */
  abstract readonly hosts: readonly string[];
  abstract readonly redirects: 'any' | 'same-origin-or-loopback' | 'same-origin';
  /** For how many seconds a document is used after it is not fresh any more. */
  abstract readonly staleSeconds: number;
  abstract readonly limitBytes: number;
  /** Whether the address of a document may have a query. */
  abstract readonly allowsQuery: boolean;
  /** Whether a client that names `none` besides another method may send no credentials. */
  abstract readonly fallsBackToNone: boolean;
  /** Whether the issuer is on this machine: only then a document may be there too. */
  abstract readonly isOnThisMachine: boolean;
}
