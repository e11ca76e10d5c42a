import type { Environment } from '../platform/config/environment';

/** Members of the metadata of an authorization server (RFC 8414 section 2); `undefined` and `[]` are left out. */
export type ServerMetadataMembers = Readonly<Record<string, unknown>>;

/** The members of one subject, as the server is configured: a pure function. `server-metadata.ts` lists them all. */
export type Contribution = (environment: Environment) => ServerMetadataMembers;
