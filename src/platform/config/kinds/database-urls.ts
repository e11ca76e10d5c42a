import { parsePostgresUrl } from '../postgres-url';
import { postgresUrlMistakes, type Role } from '../postgres-url-mistakes';
import type { VariableKind } from '../variable';
import { when } from './read-text';

export const databaseUrl = (): VariableKind<string> => ({
  read: (value) => when(value, /^sqlite:./.test(value) || isPostgresUrl(value, 'primary')),
  mistakesIn: (value) => mistakesIn(value, 'primary'),
  rule: 'sqlite:PATH, sqlite::memory: or postgres://user:password@host:port/name',
});

export const postgresUrls = (): VariableKind<string[]> => ({
  read: (value) => {
    const urls = splitUrls(value);
    return when(
      urls,
      urls.every((url) => isPostgresUrl(url, 'replica')),
    );
  },
  mistakesIn: (value) =>
    splitUrls(value)
      .flatMap((url) => mistakesIn(url, 'replica'))
      .slice(0, 1),
  rule: 'postgres://user:password@host:port/name, several separated by spaces',
});

/** An empty text is no address. */
export const redisUrl = (): VariableKind<string> => ({
  read: (value) => when(value, value === '' || (/^rediss?:\/\/./.test(value) && URL.canParse(value))),
  rule: 'redis://user:password@host:port/number, or rediss:// with TLS',
});

/** Addresses separated by spaces, or by commas. A comma also separates the hosts of one address. */
const splitUrls = (value: string): string[] => value.split(/[\s,]+(?=postgres(?:ql)?:)|\s+/).filter(Boolean);

const isPostgresUrl = (value: string, role: Role): boolean => {
  if (!looksLikePostgres(value) || mistakesIn(value, role).length > 0) return false;
  const url = parsePostgresUrl(value);
  return url !== undefined && URL.canParse(url.ofFirstHost);
};

const looksLikePostgres = (value: string): boolean => /^postgres(ql)?:\/\//.test(value);

const mistakesIn = (value: string, role: Role): readonly string[] =>
  looksLikePostgres(value) ? postgresUrlMistakes(value, role) : [];
