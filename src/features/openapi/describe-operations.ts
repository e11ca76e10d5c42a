import type { INestApplication } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { answerOf } from '../../platform/openapi/answers.decorator';
import { callerOf } from '../../platform/openapi/protection.decorator';
import { discoveryIn } from './discovery-in';
import { operationDecorator } from './operation.decorator';

/** The handlers of this process that are described. Applications and their documents share them. */
const described = new WeakSet<object>();

/**
 * Describes the handlers of an application to @nestjs/swagger. This is not done where handlers are defined, because
 * a server without readers of the document does not need that library, which takes 5 MB of memory.
 */
export const describeOperations = (app: INestApplication): void => {
  const scanner = new MetadataScanner();
  for (const { metatype } of discoveryIn(app).getControllers()) {
    const prototype = metatype?.prototype as Record<string, object>;
    for (const name of scanner.getAllMethodNames(prototype)) describe(prototype, name);
  }
};

const describe = (prototype: Readonly<Record<string, object>>, name: string): void => {
  const handler = prototype[name] as object;
  if (described.has(handler)) return;
  described.add(handler);
  const answer = answerOf(handler);
  const decorator = answer ? operationDecorator(answer, callerOf(handler)) : ApiExcludeEndpoint();
  decorator(prototype, name, { value: handler });
};
