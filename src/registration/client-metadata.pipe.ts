import { Injectable, type PipeTransform } from '@nestjs/common';
import type { RequestBody } from '../http/request-body';
import { type Admission, MetadataAdmission } from './metadata-admission';

/** Turns the body of a registration request into client metadata that may be registered (RFC 7591 section 3.1). */
@Injectable()
export class ClientMetadataPipe implements PipeTransform<RequestBody | null | undefined, Promise<Admission>> {
  constructor(private readonly admission: MetadataAdmission) {}

  transform(body: RequestBody | null | undefined): Promise<Admission> {
    return this.admission.admitBody(body);
  }
}
