import { Injectable, type PipeTransform } from '@nestjs/common';
import { bodyOf } from '../platform/http/request-body';
import type { ClientUpdate } from './client-update';
import { objectIn } from '../registration-requests/json-body';

/** Reads the body of a PATCH: a merge patch (RFC 7396). */
@Injectable()
export class ClientPatchPipe implements PipeTransform<unknown, ClientUpdate> {
  /** Throws what {@link objectIn} throws. */
  transform(sent: unknown): ClientUpdate {
    return { is: 'patch', json: objectIn(bodyOf({ body: sent }), 'merge-patch') };
  }
}
