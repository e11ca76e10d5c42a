import { Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { GrantHandler, TokenResponse } from './grant';
import { Grant } from './grant.decorator';
import { GrantRegistry } from './grant.registry';
import { GrantsModule } from './grants.module';
import { TokenRequest } from './token-request.dto';

const handlerOf = (grant_type: string): Type<GrantHandler> => {
  @Grant({
    grant_type,
    request: TokenRequest,
    from: 'RFC 6749 section 4.5',
    example: { summary: 'A token', value: { grant_type } },
    allowsPublicClients: false,
  })
  class Handler implements GrantHandler {
    issue(): Promise<TokenResponse> {
      return Promise.resolve({ access_token: grant_type, token_type: 'Bearer', expires_in: 1 });
    }
  }
  return Handler;
};

/** A registry beside two features, each with one grant. */
const registryOf = async (...grant_types: string[]): Promise<GrantRegistry> => {
  const features = grant_types.map((grant_type) => {
    @Module({ providers: [handlerOf(grant_type)] })
    class Feature {}
    return Feature;
  });
  const app = await Test.createTestingModule({ imports: [...features, GrantsModule] }).compile();
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

  it('refuses a request without a grant, and a grant that is not served', async () => {
    const registry = await registryOf('one', 'two');
    expect(() => registry.find(null)).toThrow('grant_type must be sent; use one or two');
    expect(() => registry.find('constructor')).toThrow('grant_type must be one of one, two');
  });
});
