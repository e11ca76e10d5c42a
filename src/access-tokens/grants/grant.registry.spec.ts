import { Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SignInOptions } from '../../users/sign-in-options';
import type { GrantHandler, TokenResponse } from './grant';
import { Grant } from './grant.decorator';
import { GrantRegistry } from './grant.registry';
import { GrantsModule } from './grants.module';
import { TokenRequest } from './token-request.dto';

const handlerOf = (grant_type: string, needsSignIn = false): Type<GrantHandler> => {
  @Grant({
    grant_type,
    request: TokenRequest,
    from: 'RFC 6749 section 4.5',
    example: { summary: 'A token', value: { grant_type } },
    allowsPublicClients: false,
    needsSignIn,
  })
  class Handler implements GrantHandler {
    issue(): Promise<TokenResponse> {
      return Promise.resolve({ access_token: grant_type, token_type: 'Bearer', expires_in: 1 });
    }
  }
  return Handler;
};

/** A registry beside features, each with one grant. */
const registryOf = (...grant_types: string[]): Promise<GrantRegistry> =>
  registryWith(
    grant_types.map((grant_type) => handlerOf(grant_type)),
    true,
  );

const registryWith = async (handlers: readonly Type<GrantHandler>[], isOn: boolean): Promise<GrantRegistry> => {
  const features = handlers.map((handler) => {
    @Module({ providers: [handler] })
    class Feature {}
    return Feature;
  });
  const module = Test.createTestingModule({ imports: [...features, GrantsModule] });
  const app = await module.overrideProvider(SignInOptions).useValue({ isOn }).compile();
  return app.get(GrantRegistry);
};

describe('the registry of grants', () => {
  it('finds the grants in the providers of every module', async () => {
    const registry = await registryOf('one', 'urn:two');
    expect(registry.names).toEqual(['one', 'urn:two']);
    expect(registry.find('urn:two').handler).toBeDefined();
    expect(registry.find('urn:two').reader.read(new URLSearchParams('grant_type=urn:two'))).toEqual({
      grant_type: 'urn:two',
    });
  });

  it('prevents the start if two providers declare one grant', async () => {
    await expect(registryOf('one', 'one')).rejects.toThrow('two providers declare the grant one; remove one of them');
  });

  it('serves a grant for people only where people sign in', async () => {
    const handlers = [handlerOf('one'), handlerOf('two', true)];
    expect((await registryWith(handlers, true)).names).toEqual(['one', 'two']);
    const registry = await registryWith(handlers, false);
    expect(registry.names).toEqual(['one']);
    expect(() => registry.find('two')).toThrow('grant_type must be one of one');
  });

  it('refuses a request without a grant, and a grant that is not served', async () => {
    const registry = await registryOf('one', 'two');
    expect(() => registry.find(null)).toThrow('grant_type must be sent; use one or two');
    expect(() => registry.find('constructor')).toThrow('grant_type must be one of one, two');
  });
});
