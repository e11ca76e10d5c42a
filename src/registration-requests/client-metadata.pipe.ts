import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Caller } from '../platform/http/caller';
import type { RequestBody } from '../platform/http/request-body';
import { type ValidatedRequest, RegistrationRequestValidator } from './registration-request.validator';

/** The whole request, for a pipe: {@link ClientMetadataPipe}. */
export const WholeRequest = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Turns the body of a registration request into client metadata that may be registered (RFC 7591 section 3.1). */
@Injectable()
export class ClientMetadataPipe implements PipeTransform<FastifyRequest, Promise<ValidatedRequest>> {
  constructor(private readonly admission: RegistrationRequestValidator) {}

  transform(request: FastifyRequest): Promise<ValidatedRequest> {
    const body = request.body as RequestBody | null | undefined;
    return this.admission.admitBody(request.context, body, { caller: new Caller(request) });
  }
}
