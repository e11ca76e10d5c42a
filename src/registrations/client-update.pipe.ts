import { Injectable, type PipeTransform } from '@nestjs/common';
import { bodyOf } from '../platform/http/request-body';
import { SoftwareStatementsService } from '../registration-requests/software-statements/software-statements.service';
import type { ClientUpdate } from './client-update';
import { objectIn } from '../registration-requests/json-body';

/** Reads the body of a PUT: a JSON object, or a signed JWT if software statements are supported. */
@Injectable()
export class ClientUpdatePipe implements PipeTransform<unknown, ClientUpdate> {
  constructor(private readonly statements: SoftwareStatementsService) {}

  /** Throws what {@link objectIn} throws. */
  transform(sent: unknown): ClientUpdate {
    const body = bodyOf({ body: sent });
    const { areSupported, mediaTypes } = this.statements;
    if (body.is === 'jwt' && areSupported) return { is: 'signed', jwt: body.token };
    return { is: 'whole', json: objectIn(body, 'json', mediaTypes) };
  }
}
