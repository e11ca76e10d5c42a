import { Injectable } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import type { OperatorPolicy } from '../core/metadata/operator-policy';
import { RegistrationPermissions } from './registration-permissions';

/** The readers of client metadata, one for each set of permissions: to prepare one costs more than to read a request. */
@Injectable()
export class ClientMetadataReaderRegistry {
  private readonly readers = new Map<OperatorPolicy, ClientMetadataReader>();

  /** Prepares the reader of the issuer of this process, so that the first request does not wait for it. */
  constructor(
    private readonly permissions: RegistrationPermissions,
    issuer: Issuer,
  ) {
    this.of(issuer);
  }

  /** The reader that applies the permissions of an issuer. */
  of(issuer: Issuer): ClientMetadataReader {
    const permissions = this.permissions.of(issuer);
    const known = this.readers.get(permissions);
    if (known) return known;
    const reader = new ClientMetadataReader(permissions);
    this.readers.set(permissions, reader);
    return reader;
  }
}
