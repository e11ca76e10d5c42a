import type { Environment } from '../config/environment';

/** Members of the metadata of an authorization server (RFC 8414 section 2); `undefined` and `[]` are left out. */
export type ServerMetadataMembers = Readonly<Record<string, unknown>>;

/**
 * What one room has to tell about the server, as it is configured: a pure function. A room keeps its own beside its
 * endpoint and `server-metadata.ts` lists it.
 */
export type Contribution = (environment: Environment) => ServerMetadataMembers;
