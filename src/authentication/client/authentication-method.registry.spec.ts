import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AUTH_METHODS, type AuthMethod } from '../../core/metadata/vocabulary';
import { AuthenticationMethod } from './authentication-method.decorator';
import { AuthenticationMethodRegistry } from './authentication-method.registry';
import type { ClientAuthenticationMethod } from './client-authentication-method';

const methodOf = (name: AuthMethod): Type<ClientAuthenticationMethod> => {
  @AuthenticationMethod({ name, parameters: { [`proof_of_${name}`]: 'The proof.' } })
  class Method implements ClientAuthenticationMethod {
    read(): undefined {
      return undefined;
    }
    verify(): Promise<void> {
      return Promise.resolve();
    }
  }
  return Method;
};

const registryOf = async (...names: AuthMethod[]): Promise<AuthenticationMethodRegistry> => {
  @Module({ imports: [DiscoveryModule], providers: [AuthenticationMethodRegistry, ...names.map(methodOf)] })
  class Authentication {}
  return (await Test.createTestingModule({ imports: [Authentication] }).compile()).get(AuthenticationMethodRegistry);
};

describe('the registry of authentication methods', () => {
  it('finds the provider of each method, in the order of the module, with its parameters', async () => {
    const names = [...AUTH_METHODS].reverse();
    const registry = await registryOf(...names);
    expect(registry.methods.map(({ definition }) => definition.name)).toEqual(names);
    expect(registry.methods.every(({ method }) => method.read({} as never) === undefined)).toBe(true);
    expect(Object.keys(registry.parameters)).toEqual(['client_id', ...names.map((name) => `proof_of_${name}`)]);
  });

  it('prevents the start if two providers declare one method', async () => {
    await expect(registryOf(...AUTH_METHODS, 'none')).rejects.toThrow(
      '2 providers declare the authentication method none',
    );
  });

  it('prevents the start if a method of the vocabulary has no provider', async () => {
    const others = AUTH_METHODS.filter((name) => name !== 'private_key_jwt');
    await expect(registryOf(...others)).rejects.toThrow(
      '0 providers declare the authentication method private_key_jwt',
    );
  });
});
