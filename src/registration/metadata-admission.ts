import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from '../clients/metadata/client-metadata.dto';
import { ClientMetadataReader } from '../clients/metadata/client-metadata.reader';
import { SectorIdentifier } from './sector-identifier';

/** What is known besides the metadata that were sent. */
export interface AdmissionContext {
  /** The metadata of the client that is changed; absent when a client is registered. */
  readonly current?: ClientMetadata;
}

/** Metadata that may be registered. */
export interface Admission {
  readonly metadata: ClientMetadata;
}

/**
 * The one place where client metadata are let in: registration, update and dry run all pass here, and so hold the same
 * rules (RFC 7591 section 3.1, RFC 7592 section 2.2).
 */
@Injectable()
export class MetadataAdmission {
  constructor(
    private readonly reader: ClientMetadataReader,
    private readonly sector: SectorIdentifier,
  ) {}

  /** Takes the parsed JSON of a request, gives sound metadata. Changes nothing. Throws `InvalidRegistration`. */
  async admit(json: unknown, context: AdmissionContext = {}): Promise<Admission> {
    void context;
    const metadata = this.reader.read(json);
    await this.sector.check(metadata);
    return { metadata };
  }
}
