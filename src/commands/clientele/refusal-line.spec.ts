import { RefusedOperation, UnknownResource } from '../../core/errors/refused-operation';
import { refusalLine } from './refusal-line';

describe('a refusal on the command line', () => {
  it.each([
    [new RefusedOperation('invalid', 'max_clients', 'must be a number'), '--max-clients must be a number'],
    [new RefusedOperation('invalid', 'policy', 'there is no policy x; use y'), '--policy: there is no policy x; use y'],
    [new RefusedOperation('invalid', 'url', 'must be an address'), 'URL must be an address'],
    [new RefusedOperation('conflict', undefined, 'the client must be active'), 'the client must be active'],
    [new UnknownResource('registrar', 'x', 'client_id'), 'CLIENT_ID: there is no registrar x; see registrars list'],
    [new UnknownResource('policy', 'x', 'policy'), '--policy: there is no policy x; see policies list'],
  ])('names the option that was written, or the argument: %s', (refused, line) => {
    const words = ['registrars', 'create', 'https://a.example', '--max-clients', 'x', '--policy=x'];
    expect(refusalLine(refused, words)).toBe(line);
  });
});
