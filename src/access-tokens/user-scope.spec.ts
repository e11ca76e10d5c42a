import { type OfferedScopes, userScope } from './user-scope';

const OFFER: OfferedScopes = { user_scopes: ['read', 'write', 'files/*'], default_user_scopes: ['read'] };

const granted = (requested?: string, registered?: string, offer = OFFER): string[] =>
  userScope(requested, registered, [offer], (scope) => scope === 'register');

describe('the scopes that a person may grant', () => {
  it('are those that the resource offers and the client registered; the others are left out', () => {
    expect(granted('write read other')).toEqual(['write', 'read']);
    expect(granted('write read', 'read openid')).toEqual(['read']);
    expect(granted('files/a files/', 'files/*')).toEqual(['files/a']);
    expect(granted('other')).toEqual([]);
  });

  it('are the defaults of the resource if the request names none', () => {
    expect(granted()).toEqual(['read']);
    expect(granted('')).toEqual(['read']);
    expect(granted('openid email profile offline_access')).toEqual(['read']);
  });

  it('are what the client registered if the resource has no defaults, and never all', () => {
    const offer = { user_scopes: ['read', 'write'] };
    expect(granted(undefined, 'write files/*', offer)).toEqual(['write']);
    expect(granted(undefined, undefined, offer)).toEqual([]);
    expect(granted(undefined, 'write')).toEqual(['write']);
    expect(granted(undefined, undefined, { ...offer, required_user_scopes: ['write'] })).toEqual(['write']);
  });

  it('are not limited by a registration of nothing but words of OpenID', () => {
    expect(granted('read', 'openid profile email')).toEqual(['read']);
  });

  it('are never those for clients alone, whatever a resource offers', () => {
    expect(granted('read register', 'read register', { user_scopes: ['read', 'register'] })).toEqual(['read']);
    expect(granted('register', undefined, { user_scopes: ['*'] })).toEqual([]);
  });
});
