import type { VariableKind } from '../variable';
import { split, when } from './read-text';

export const databaseUrl = (): VariableKind<string> => ({
  read: (value) => when(value, /^sqlite:./.test(value) || isPostgresUrl(value)),
  mistakesIn: percentMistakesIn,
  rule: 'sqlite:PATH, sqlite::memory: or postgres://user:password@host:port/name',
});

export const postgresUrls = (): VariableKind<string[]> => ({
  read: (value) => when(split(value), split(value).every(isPostgresUrl)),
  mistakesIn: (value) => split(value).flatMap(percentMistakesIn).slice(0, 1),
  rule: 'postgres://user:password@host:port/name, several separated by spaces',
});

/** An empty text is no address. */
export const redisUrl = (): VariableKind<string> => ({
  read: (value) => when(value, value === '' || (/^rediss?:\/\/./.test(value) && URL.canParse(value))),
  rule: 'redis://user:password@host:port/number, or rediss:// with TLS',
});

const isPostgresUrl = (value: string): boolean =>
  looksLikePostgres(value) && URL.canParse(value) && percentMistakesIn(value).length === 0;

const looksLikePostgres = (value: string): boolean => /^postgres(ql)?:\/\//.test(value);

/** A user or a password with a bare percent sign: the address is valid as a URL but cannot be decoded. */
const percentMistakesIn = (value: string): string[] => {
  try {
    if (looksLikePostgres(value)) decodeURIComponent(value);
    return [];
  } catch {
    return ['must have percent signs of user and password written as %25; write them so'];
  }
};
