import { Injectable, type PipeTransform } from '@nestjs/common';
import { UnsupportedMediaType } from '../core/errors/errors';
import { unreadableBody } from '../core/errors/registration-errors';
import { bodyOf } from '../platform/http/request-body';
import type { RegistrationPayload } from './dto/registration-payload.dto';
import { SoftwareStatementsService } from './software-statements/software-statements.service';

/**
 * Reads the body of a registration request. `RegistrationRequestValidator` validates it afterwards: a request that is
 * repeated with its `Idempotency-Key` is not validated again.
 */
@Injectable()
export class RegistrationPayloadPipe implements PipeTransform<unknown, RegistrationPayload> {
  constructor(private readonly statements: SoftwareStatementsService) {}

  /** Throws `InvalidRegistration` for a body that is no JSON, {@link UnsupportedMediaType} for another kind of body. */
  transform(sent: unknown): RegistrationPayload {
    const body = bodyOf({ body: sent });
    if (body.is === 'json') return { json: body.value };
    if (body.is === 'jwt' && this.statements.areSupported) return { jwt: body.token };
    if (body.is === 'malformed') throw unreadableBody(body.why);
    throw new UnsupportedMediaType(this.statements.mediaTypes);
  }
}
