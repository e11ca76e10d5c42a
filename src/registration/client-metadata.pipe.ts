import { Injectable, type PipeTransform } from '@nestjs/common';
import type { ClientMetadata } from '../clients/metadata/client-metadata.dto';
import { ClientMetadataReader } from '../clients/metadata/client-metadata.reader';
import type { RequestBody } from '../http/request-body';
import { UnsupportedMediaType } from '../oauth/errors';
import { invalidClientMetadata } from '../oauth/registration-errors';

/** Turns the body of a registration request into sound client metadata (RFC 7591 section 3.1). */
@Injectable()
export class ClientMetadataPipe implements PipeTransform<RequestBody | null | undefined, ClientMetadata> {
  constructor(private readonly reader: ClientMetadataReader) {}

  transform(body: RequestBody | null | undefined): ClientMetadata {
    if (body?.is === 'json') return this.reader.read(body.value);
    if (body?.is === 'malformed')
      throw invalidClientMetadata('the request body', body.why, 'send a JSON object in UTF-8');
    throw new UnsupportedMediaType('application/json');
  }
}
