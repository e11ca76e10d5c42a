import { applyDecorators, Header } from '@nestjs/common';

/** What an answer with credentials, or an error, carries (RFC 6749 section 5.1). */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;

/** The answer of this handler is kept by nobody. */
export const NoStore = (): MethodDecorator =>
  applyDecorators(...Object.entries(NO_STORE).map(([name, value]) => Header(name, value)));
