import { claimValues } from './claim-values';

describe('the values of a claim', () => {
  it.each<[claims: Record<string, unknown>, path: string, values: string[]]>([
    [{ roles: ['admin', 'reader'] }, 'roles', ['admin', 'reader']],
    [{ roles: 'admin' }, 'roles', ['admin']],
    [{ scope: 'openid  admin' }, 'scope', ['openid', 'admin']],
    [{ realm_access: { roles: ['admin'] } }, 'realm_access.roles', ['admin']],
    [{ 'https://clients.example/roles': ['admin'] }, 'https://clients.example/roles', ['admin']],
    [{ 'a.b': 'own', a: { b: 'nested' } }, 'a.b', ['own']],
    [{ roles: ['admin', 1, null, ['reader'], { admin: true }] }, 'roles', ['admin']],
    [{ roles: [['admin']] }, 'roles', []],
    [{ roles: { admin: true } }, 'roles', []],
    [{ roles: 1 }, 'roles', []],
    [{ roles: true }, 'roles', []],
    [{ roles: null }, 'roles', []],
    [{}, 'roles', []],
    [{ realm_access: 'roles' }, 'realm_access.roles', []],
    [{ realm_access: ['roles'] }, 'realm_access.0', []],
    [{ realm_access: null }, 'realm_access.roles', []],
    [{ a: {} }, 'a.constructor.name', []],
    [{}, '__proto__', []],
    [{ roles: '' }, 'roles', []],
  ])('of %j at %s are %j', (claims, path, values) => {
    expect(claimValues(claims, path)).toEqual(values);
  });
});
