import type { Abstract, FactoryProvider, Type } from '@nestjs/common';
import { Environment } from './environment';

/**
 * The provider of a value that is read from the environment once, at start. `token` is the class of the value: what
 * services inject instead of the whole environment.
 */
export const fromEnvironment = <Value>(
  token: Abstract<Value> | Type<Value>,
  read: (environment: Environment) => Value,
): FactoryProvider<Value> => ({ provide: token, inject: [Environment], useFactory: read });
