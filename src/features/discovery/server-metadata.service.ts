import { Injectable } from '@nestjs/common';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import { UserResourcesService } from '../../access-tokens/user-resources.service';
import { RegistrationPermissions } from '../../clients/registration-permissions';
import { Issuer } from '../../core/issuer';
import { DiscoveryOptions } from './discovery-options';
import { openIdProviderMetadata, secondIssuerMetadata, type ServerMetadata, serverMetadata } from './server-metadata';

/** The documents of one issuer. */
interface Documents {
  readonly authorizationServer: ServerMetadata;
  readonly secondIssuer: ServerMetadata | undefined;
  readonly openIdProvider: ServerMetadata | undefined;
}

/** The metadata documents of each issuer, created once. */
@Injectable()
export class ServerMetadataService {
  private readonly documents = new Map<Issuer, Documents>();

  /** Creates the documents of the issuer of this process. Throws `StartFailure` as {@link serverMetadata} does. */
  constructor(
    issuer: Issuer,
    private readonly permissions: RegistrationPermissions,
    private readonly options: DiscoveryOptions,
    private readonly grants: GrantRegistry,
    private readonly userResources: UserResourcesService,
  ) {
    this.of(issuer);
  }

  of(issuer: Issuer): Documents {
    const known = this.documents.get(issuer);
    if (known) return known;
    const server = {
      issuer,
      permissions: this.permissions.of(issuer),
      options: this.options,
      grants: this.grants.names,
      userResources: this.userResources,
    };
    const documents = {
      authorizationServer: serverMetadata(server),
      secondIssuer: secondIssuerMetadata(server),
      openIdProvider: openIdProviderMetadata(server),
    };
    this.documents.set(issuer, documents);
    return documents;
  }
}
