/** The type of a member, as far as operators depend on it. */
export type MemberType =
  'string' | 'uri' | 'words' | 'strings' | 'uris' | 'list' | 'boolean' | 'number' | 'object' | 'any';

/** What is known of the members that a client may register. */
export interface PolicyMembers {
  readonly names: readonly string[];
  /** The type of a member; nothing if clients cannot register it. */
  typeOf(name: string): MemberType | undefined;
}
