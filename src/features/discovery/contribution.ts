import type { UserResourcesService } from '../../access-tokens/user-resources.service';
import type { Issuer } from '../../core/issuer';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import type { DiscoveryOptions } from './discovery-options';

/** Members of the metadata of an authorization server (RFC 8414 section 2); `undefined` and `[]` are left out. */
export type ServerMetadataMembers = Readonly<Record<string, unknown>>;

/** What the metadata of a server are derived from. */
export interface DescribedServer {
  readonly issuer: Issuer;
  readonly permissions: OperatorPolicy;
  readonly options: DiscoveryOptions;
  /** The grants that the token endpoint of this server serves. */
  readonly grants: readonly string[];
  readonly userResources: UserResourcesService;
}

/** The members of one subject: a pure function. `server-metadata.ts` lists all contributions. */
export type Contribution = (server: DescribedServer) => ServerMetadataMembers;
