import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { type AuthMethod, AUTH_METHODS } from '../../../core/metadata/vocabulary';
import type { ClientAuthenticationMethod } from '../client-authentication-method';

/** The file of a method is named after it: `private-key-jwt.method.ts` for `private_key_jwt`. */
const fileOf = (method: AuthMethod): string => join(__dirname, `${method.replaceAll('_', '-')}.method`);

/** The classes that a file exports. Throws the error of `require` if the file is missing, which prevents the start. */
const classesIn = (file: string): Type<ClientAuthenticationMethod>[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the vocabulary, which names the files, is the only list
  Object.values(require(file) as Record<string, Type<ClientAuthenticationMethod>>);

/** The classes of all authentication methods, in the order of the vocabulary. */
export const METHOD_CLASSES: readonly Type<ClientAuthenticationMethod>[] = AUTH_METHODS.map(fileOf).flatMap(classesIn);
