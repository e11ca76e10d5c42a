import { InvalidScope, InvalidTarget } from '../../core/errors/errors';
import { items, rule } from '../../core/validation/rule.decorator';
import { FormParameter } from './form-parameter.decorator';
import { FormReader } from './form.reader';

class Base {
  @FormParameter('The grant.', { required: 'name it' })
  readonly grant_type!: string;
}

class Request extends Base {
  @FormParameter('The scopes.', {
    rejectedWith: InvalidScope,
    rules: [rule<string>('be lower case', (text) => text === text.toLowerCase(), { remedy: 'do not shout' })],
  })
  readonly scope?: string;

  @FormParameter('Where the token is used.', {
    isRepeatable: true,
    rejectedWith: InvalidTarget,
    rules: [rule<string>('be absolute', (text) => text.includes(':'), { of: items, remedy: 'add a scheme' })],
  })
  readonly resource!: readonly string[];

  @FormParameter('A number.', { transform: Number })
  readonly count?: number;
}

class OneResource extends Base {
  @FormParameter('Where the token is used.')
  readonly resource?: string;
}

const read = (text: string): Request => new FormReader(Request).read(new URLSearchParams(text));

describe('a form that is read into a DTO', () => {
  it('gives the declared parameters, those of the base class included, and ignores others', () => {
    const request = read('grant_type=x&scope=a+b&count=7&unknown=1&__proto__=2');
    expect(request).toBeInstanceOf(Request);
    expect({ ...request }).toEqual({ grant_type: 'x', scope: 'a b', count: 7, resource: [] });
  });

  it('gives every value of a repeatable parameter', () => {
    expect(read('grant_type=x&resource=a:1&resource=a:2').resource).toEqual(['a:1', 'a:2']);
  });

  it('refuses the repetition of a parameter that only another request may repeat', () => {
    const reader = new FormReader(OneResource);
    expect(() => reader.read(new URLSearchParams('grant_type=x&resource=a:1&resource=a:2'))).toThrow(
      'resource must not be repeated; send it once',
    );
  });

  it.each([
    ['', 'invalid_request', 'grant_type must be sent; name it'],
    ['grant_type=x&scope=A', 'invalid_scope', 'scope must be lower case; do not shout'],
    ['grant_type=x&resource=a:1&resource=b', 'invalid_target', 'resource must be absolute; add a scheme'],
  ])('is refused by the rules of its parameters: %j', (text, error, message) => {
    const refusal: unknown = expect.objectContaining({ error, message });
    expect(() => read(text)).toThrow(refusal as Error);
  });
});
