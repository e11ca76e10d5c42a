import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Caller } from '../http/caller';
import type { RequestBody } from '../http/request-body';
import { type Admission, MetadataAdmission } from './metadata-admission';

/** The whole request, for a pipe: {@link ClientMetadataPipe}, `RegistrationAttemptPipe`. */
export const WholeRequest = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Turns the body of a registration request into client metadata that may be registered (RFC 7591 section 3.1). */
@Injectable()
export class ClientMetadataPipe implements PipeTransform<FastifyRequest, Promise<Admission>> {
  constructor(private readonly admission: MetadataAdmission) {}

  transform(request: FastifyRequest): Promise<Admission> {
    const body = request.body as RequestBody | null | undefined;
    return this.admission.admitBody(body, { caller: new Caller(request) });
  }
}
