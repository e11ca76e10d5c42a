import { QueryFailedError } from 'typeorm';
import { lacksConnection } from './lacks-connection';

const failed = (code: string, severity?: string, query = 'INSERT'): Error =>
  new QueryFailedError(query, [], Object.assign(new Error(code), { code, severity }));

describe('an engine that cannot reach some rows', () => {
  it.each(['08000', '08006', '53300', '57P01', '57P02', '57P03'])('reports %s', (code) => {
    expect(lacksConnection(failed(code, 'ERROR'))).toBe(true);
  });

  it.each([
    ['a PostgreSQL that starts', '57P03', 'FATAL'],
    ['a PostgreSQL that stops', '57P01', 'FATAL'],
    ['a PostgreSQL that has no free connection', '53300', 'FATAL'],
    ['a pooler that lost the server', '08P01', 'FATAL'],
    ['a pooler, with another severity', '08P01', 'ERROR'],
    ['a commit that may have happened', '08007', 'ERROR'],
    ['a socket that is closed', '08006', undefined],
    ['a constraint', '23505', 'ERROR'],
  ])('is not %s', (_, code, severity) => {
    expect(lacksConnection(failed(code, severity))).toBe(false);
  });

  it('is not one whose COMMIT failed: it may have happened', () => {
    expect(lacksConnection(failed('08006', 'ERROR', 'COMMIT'))).toBe(false);
  });
});
