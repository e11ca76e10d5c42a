import { mappedClaims } from './mapped-claims';

describe('the claims of a person in a token', () => {
  const names = { email: 'mail', groups: 'roles', username: 'login' };

  it('have the names that the resource wants', () => {
    const claims = { mail: 'a@corp.example', roles: ['staff'], login: 'a', other: 1 };
    expect(mappedClaims(names, claims)).toEqual({ email: 'a@corp.example', groups: ['staff'], username: 'a' });
  });

  it('are left out if the person does not have them', () => {
    expect(mappedClaims(names, { login: 'a' })).toEqual({ username: 'a' });
  });

  it('are left out if they would make the token too long', () => {
    const roles = Array.from({ length: 1000 }, (_, index) => `group-${index}`);
    const claims = { mail: 'a@corp.example', roles, login: 'a' };
    expect(mappedClaims(names, claims)).toEqual({ email: 'a@corp.example', username: 'a' });
  });
});
