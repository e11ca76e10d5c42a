import { isObject, parseJson } from '../../core/json/json';
import type { VariableKind } from './variable';

/** Members of the metadata of an authorization server. */
export type DiscoveryExtra = Readonly<Record<string, unknown>>;

const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * `{"service_documentation": "https://login.example/docs"}`: members with names as in RFC 8414 section 2. None is
 * `null` or an empty list (section 3.2).
 */
export const discoveryExtra = (): VariableKind<DiscoveryExtra> => ({
  read: (text) => {
    const value = parseJson(text);
    const isSound =
      isObject(value) && Object.entries(value).every(([name, member]) => NAME.test(name) && !isEmpty(member));
    return isSound ? value : undefined;
  },
  rule: 'a JSON object whose members are named in small letters, digits and underscores, without null and empty lists',
});

const isEmpty = (member: unknown): boolean => member === null || (Array.isArray(member) && member.length === 0);
