import {
  ClientNotApproved,
  InvalidClient,
  InvalidScope,
  InvalidToken,
  TooManyRequests,
  UseDpopNonce,
} from '../../core/errors/errors';
import { PreconditionFailed } from '../../core/errors/management-errors';
import { invalidClientMetadata } from '../../core/errors/registration-errors';
import { refusalTypeOf } from './refusal-type';

const CHALLENGES = { scope: 'register' };

describe('the type of a refusal', () => {
  it.each([
    [invalidClientMetadata('scope', 'must be a text'), 'POST', '/register', 'registration.refused'],
    [invalidClientMetadata('scope', 'must be a text'), 'POST', '/register/validate', undefined],
    [invalidClientMetadata('scope', 'must be a text'), 'PATCH', '/register/:client_id', 'update.refused'],
    [new PreconditionFailed(), 'DELETE', '/register/:client_id', 'update.refused'],
    [new TooManyRequests(1), 'GET', '/register/:client_id', undefined],
    [new InvalidToken(CHALLENGES), 'GET', '/register/:client_id', 'authentication.refused'],
    [new InvalidToken(CHALLENGES), 'POST', '/register', 'authentication.refused'],
    [new InvalidClient('unknown client'), 'POST', '/introspect', 'authentication.refused'],
    [new TooManyRequests(1), 'POST', '/token', 'authentication.refused'],
    [new ClientNotApproved('must be approved'), 'POST', '/token', 'authentication.refused'],
    [new InvalidScope('must be registered'), 'POST', '/token', undefined],
    [new UseDpopNonce('nonce'), 'POST', '/token', undefined],
  ])('of %p at %s %s is %s', (error, method, route, type) => {
    expect(refusalTypeOf({ error, method, route })).toBe(type);
  });
});
