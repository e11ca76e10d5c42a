/** What the operator decides about the lineage of clients. */
export abstract class LineageOptions {
  /** How the addresses of callers are kept. */
  abstract readonly addresses: 'none' | 'hashed' | 'plain';
}
