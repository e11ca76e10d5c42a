import { readdirSync } from 'node:fs';
import { AUTH_METHODS } from '../../../core/metadata/vocabulary';
import { AuthenticationMethodMetadata } from '../authentication-method.decorator';
import { METHOD_CLASSES } from './method-classes';

describe('the classes of the authentication methods', () => {
  it('are one for each row of the vocabulary, in its order', () => {
    const names = METHOD_CLASSES.map((type) => {
      const definition: unknown = Reflect.getMetadata(AuthenticationMethodMetadata.KEY, type);
      return definition;
    });
    expect(names).toMatchObject(AUTH_METHODS.map((name) => ({ name })));
  });

  it('are all that have a file here', () => {
    const files = readdirSync(__dirname).filter((file) => file.endsWith('.method.ts'));
    expect(files).toHaveLength(AUTH_METHODS.length);
  });
});
