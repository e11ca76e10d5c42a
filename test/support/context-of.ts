import { Issuer } from '../../src/core/issuer';
import { contextWithoutRequest, type RequestContext } from '../../src/core/request-context';
import type { TestServer } from './test-server';

/** A context for services of an application that a test calls without a request. */
export const contextOf = ({ app }: TestServer): RequestContext =>
  contextWithoutRequest(app.get(Issuer), { type: 'command', command: 'test' });
