import { QueryFailedError } from 'typeorm';
import { isUnavailable } from './unavailable';

const failure = (code: string | undefined, message = 'failed'): Error =>
  Object.assign(new Error(message), code !== undefined && { code });

describe('a failure of the database', () => {
  it.each([
    ...['08006', '53300', '57P01', '57P03', '57014', '55P03', '25P03', '25006', '40001', '40P01'],
    ...[
      'SQLITE_BUSY',
      'SQLITE_LOCKED',
      'SQLITE_FULL',
      'SQLITE_READONLY',
      'SQLITE_IOERR',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'ENOTFOUND',
    ],
  ])('%s means that it does not serve now', (code) => {
    expect(isUnavailable(failure(code))).toBe(true);
    expect(isUnavailable(new QueryFailedError('SELECT 1', [], failure(code)))).toBe(true);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
  ])('%j means the same', (message) => {
    expect(isUnavailable(failure(undefined, message))).toBe(true);
  });

  it.each(['23505', '22021', '42P01', '42501', '28P01', 'SQLITE_CONSTRAINT', 'SQLITE_CORRUPT', 'EACCES', undefined])(
    '%s is another matter',
    (code) => {
      expect(isUnavailable(failure(code))).toBe(false);
      expect(isUnavailable(new QueryFailedError('SELECT 1', [], failure(code)))).toBe(false);
    },
  );

  it('is an error', () => {
    for (const thrown of [undefined, null, 'ECONNREFUSED', { code: '57P01' }])
      expect(isUnavailable(thrown)).toBe(false);
  });
});
