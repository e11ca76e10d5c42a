import { Issuer } from '../../src/core/issuer';
import { contextWithoutRequest, type RequestContext } from '../../src/core/request-context';
import type { TestServer } from './test-server';

/** The context of what a test does to the clients of a server directly, as a command would. */
export const commandContext = ({ app }: TestServer): RequestContext =>
  contextWithoutRequest(app.get(Issuer), { type: 'command', command: 'test' });
