import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { isLoopbackHost } from '../../../platform/config/kinds/addresses';
import { unknownVariablesOfProcess } from '../../../platform/config/read-environment';
import { exposedConnections } from '../../../platform/database/exposed-connections';
import { type Check, Examines } from '../check';
import { type Finding, note, ok, warning } from '../finding';

/** A valid setting that is seldom meant in production. */
type Risk = (environment: Environment) => Finding | undefined;

const RISKS: readonly Risk[] = [
  ({ NODE_ENV }) =>
    NODE_ENV === 'production' ? undefined : note(`NODE_ENV=${NODE_ENV} permits settings that are not for production`),
  ({ NODE_ENV, ISSUER }) =>
    NODE_ENV === 'production' && isLoopbackHost(new URL(ISSUER).hostname)
      ? warning(`ISSUER is ${ISSUER}, which other machines cannot reach`, 'set it to the public https address')
      : undefined,
  ({ REGISTRATION_MODE, RATE_LIMIT_REGISTER_TOTAL }) =>
    REGISTRATION_MODE === 'open' && RATE_LIMIT_REGISTER_TOTAL === 0
      ? warning('anybody may register any number of clients', 'set RATE_LIMIT_REGISTER_TOTAL')
      : undefined,
  ({ RATE_LIMIT_FAILED_AUTH, RATE_LIMIT_FAILED_AUTH_NETWORK }) =>
    RATE_LIMIT_FAILED_AUTH === 0 && RATE_LIMIT_FAILED_AUTH_NETWORK === 0
      ? warning('failed client authentications have no limit', 'set RATE_LIMIT_FAILED_AUTH')
      : undefined,
  ({ REDIS_URL }) =>
    REDIS_URL !== '' && !REDIS_URL.startsWith('rediss:') && !isLoopbackHost(new URL(REDIS_URL).hostname)
      ? warning('the connection to Redis is not encrypted', 'use rediss:// in REDIS_URL')
      : undefined,
  ({ SECRET_KEYS, NODE_ENV }) =>
    SECRET_KEYS.length === 0 && NODE_ENV === 'production'
      ? note('SECRET_KEYS are in a file beside the database: keep a copy of it in another place')
      : undefined,
  ({ FETCH_ALLOW_PRIVATE_HOSTS }) =>
    FETCH_ALLOW_PRIVATE_HOSTS.length > 0
      ? note(
          `clients can have documents fetched from ${FETCH_ALLOW_PRIVATE_HOSTS.join(', ')}, also at private addresses`,
        )
      : undefined,
  ({ CLIENT_ADDRESSES }) =>
    CLIENT_ADDRESSES === 'plain' ? note('the addresses of callers are stored in clear') : undefined,
  ({ NODE_ENV, CHECKPOINT_FILE }) =>
    NODE_ENV === 'production' && CHECKPOINT_FILE === ''
      ? note('no CHECKPOINT_FILE is written: without checkpoints kept elsewhere, a whole log can be replaced')
      : undefined,
  ({ LOG_LEVEL }) =>
    ['fatal', 'error', 'silent'].includes(LOG_LEVEL)
      ? note(`LOG_LEVEL=${LOG_LEVEL} logs no requests and no warnings`)
      : undefined,
];

/** Settings that are valid and seldom meant, and names that are no settings. */
@Injectable()
@Examines({ name: 'settings' })
export class SettingsCheck implements Check {
  constructor(private readonly environment: Environment) {}

  examine(): Promise<readonly Finding[]> {
    const misspelt = unknownVariablesOfProcess().map((line) => warning(line, 'correct or remove the name'));
    return Promise.resolve([...settingsFindings(this.environment), ...misspelt]);
  }
}

/** What is to be said about valid settings. */
export const settingsFindings = (environment: Environment): readonly Finding[] => {
  const found = RISKS.flatMap((risk) => risk(environment) ?? []);
  const exposed = exposedConnections(environment).map(({ finding, remedy }) => warning(finding, remedy));
  return [ok(`the settings are valid for NODE_ENV=${environment.NODE_ENV}`), ...found, ...exposed];
};
