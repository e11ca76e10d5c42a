import { isResourceIdentifier, resources } from './resources';

describe('RESOURCES', () => {
  const { read } = resources();

  it('is read by identifier', () => {
    const text = '{"https://api.example/v1": {"scopes": ["read"], "lifetime": 600, "introspection_clients": ["a"]}}';
    expect(read(text)?.get('https://api.example/v1')).toEqual({
      scopes: ['read'],
      lifetime: 600,
      introspection_clients: ['a'],
    });
    expect(read('{"urn:example:api": {}}')?.size).toBe(1);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a relative identifier', '{"/api": {}}'],
    ['a fragment', '{"https://api.example#": {}}'],
    ['a lifetime above an hour', '{"https://api.example": {"lifetime": 3601}}'],
    ['a lifetime of nothing', '{"https://api.example": {"lifetime": 0}}'],
    ['scopes as a text', '{"https://api.example": {"scopes": "read"}}'],
    ['a scope with a space', '{"https://api.example": {"scopes": ["a b"]}}'],
    ['an unknown member', '{"https://api.example": {"scope": ["read"]}}'],
    ['an inherited name as member', '{"https://api.example": {"constructor": 1}}'],
    ['an entry that is no object', '{"https://api.example": true}'],
  ])('refuses %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each(['//host/path', 'https:', 'https://a b', 'https://api.example#x', 'api'])('does not name %s', (text) => {
    expect(isResourceIdentifier(text)).toBe(false);
  });
});
