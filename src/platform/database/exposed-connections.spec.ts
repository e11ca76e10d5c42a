import { exposedConnections } from './exposed-connections';

const about = (DATABASE_URL: string, ...DATABASE_REPLICA_URLS: string[]): string[] =>
  exposedConnections({ DATABASE_URL, DATABASE_REPLICA_URLS }).map(({ finding, remedy }) => `${finding}; ${remedy}`);

describe('connections to PostgreSQL', () => {
  it.each([
    'sqlite:data/clientele.sqlite',
    'postgres://u:p@127.0.0.1,[::1]:1,localhost/d?target_session_attrs=primary',
    'postgres://u@/d?host=/run/postgresql',
    'postgres://u:p@db.example/d?sslmode=verify-full',
    'postgres://u:p@db.example/d?sslmode=verify-ca&sslrootcert=/ca.pem',
    'postgres://u:p@db.example/d?sslmode=require&sslrootcert=/ca.pem',
  ])('%s is not exposed', (url) => {
    expect(about(url)).toEqual([]);
  });

  it('are exposed to other machines without encryption, and without verification, each variable once', () => {
    const clear = 'postgres://u:p@db.example/d';
    const unverified = 'postgres://u:p@db.example/d?sslmode=require';
    expect(about(unverified, clear, clear)).toEqual([
      'the connection of DATABASE_URL does not verify the server of PostgreSQL; add sslmode=verify-full to DATABASE_URL',
      'the connection of DATABASE_REPLICA_URLS to PostgreSQL is not encrypted; add sslmode=verify-full to DATABASE_REPLICA_URLS',
    ]);
    expect(about('postgres://u:p@127.0.0.1,db.example/d?target_session_attrs=primary')).toHaveLength(1);
  });
});
