import { Injectable, type PipeTransform } from '@nestjs/common';
import type { RequestBody } from '../http/request-body';
import { UnsupportedMediaType } from '../oauth/errors';
import { invalidClientMetadata } from '../oauth/registration-errors';
import { type Admission, MetadataAdmission } from './metadata-admission';

/** Turns the body of a registration request into sound client metadata (RFC 7591 section 3.1). */
@Injectable()
export class ClientMetadataPipe implements PipeTransform<RequestBody | null | undefined, Promise<Admission>> {
  constructor(private readonly admission: MetadataAdmission) {}

  async transform(body: RequestBody | null | undefined): Promise<Admission> {
    if (body?.is === 'json') return this.admission.admit(body.value);
    if (body?.is === 'malformed')
      throw invalidClientMetadata('the request body', body.why, 'send a JSON object in UTF-8');
    throw new UnsupportedMediaType('application/json');
  }
}
