import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidRequest } from '../../../core/errors/errors';
import { bodyOf } from '../../../platform/http/request-body';
import { objectIn } from '../../../registration-requests/json-body';

/** The refusal of a reason that is no text. */
export const reasonIsText = (): InvalidRequest =>
  new InvalidRequest('reason must be a text; send {reason: ...} with the sentence that the client reads');

/** Reads the reason of a change of status from a body, which may be missing. */
@Injectable()
export class StatusReasonPipe implements PipeTransform<unknown, string | undefined> {
  /** Throws {@link InvalidRequest} for a reason that is no text, and what {@link objectIn} throws. */
  transform(body: unknown): string | undefined {
    const { reason } = body === undefined || body === null ? {} : objectIn(bodyOf({ body }), 'json');
    if (reason !== undefined && typeof reason !== 'string') throw reasonIsText();
    return reason;
  }
}
