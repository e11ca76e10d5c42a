import type { Client } from '../clients/client.entity';
import { accessTokenClaims } from './access-token-claims';

const client = { client_id: 'c' } as Client;
const content = { subject: 'c', client, scope: ['a', 'b'], audience: [], lifetime: 60 };

describe('the claims of an access token', () => {
  it('are for the issuer if no resource was named, and bound to nothing', () => {
    expect(accessTokenClaims(content, 'https://as.example', 1000)).toEqual({
      iss: 'https://as.example',
      aud: 'https://as.example',
      sub: 'c',
      client_id: 'c',
      scope: 'a b',
      iat: 1000,
      exp: 1060,
      jti: expect.any(String),
    });
  });

  it('name the subject that the client acts for, who acts, the resources and the keys', () => {
    const claims = accessTokenClaims(
      {
        ...content,
        subject: 'user-1',
        actor: { sub: 'c', act: { sub: 'first' } },
        scope: [],
        audience: ['https://a.example', 'https://b.example'],
        confirmation: { jkt: 'k' },
      },
      'https://as.example',
      1000,
    );
    expect(claims).toMatchObject({
      aud: ['https://a.example', 'https://b.example'],
      sub: 'user-1',
      client_id: 'c',
      act: { sub: 'c', act: { sub: 'first' } },
      cnf: { jkt: 'k' },
    });
    expect(claims).not.toHaveProperty('scope');
  });
});
