import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { formParameters } from './form-parameters';

/** The parameters of a form body: see {@link formParameters}. */
export const Form = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  formParameters(context.switchToHttp().getRequest<FastifyRequest>()),
);
