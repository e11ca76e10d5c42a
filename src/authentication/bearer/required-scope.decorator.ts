import { Reflector } from '@nestjs/core';

/** The scope that an access token must carry to reach a handler. */
export const RequiredScope = Reflector.createDecorator<string>();
