import { InvalidRegistration } from '../../src/core/errors/registration-errors';
import { Caller } from '../../src/platform/http/caller';
import { RegistrationRequestValidator } from '../../src/registration-requests/registration-request.validator';
import { aClient } from '../support/a-client';
import { contextOf } from '../support/context-of';
import { GENEROUS } from '../support/generous';
import type { MemberFacts } from '../support/metadata-facts';
import { follow, type Fault } from '../support/remedies';
import { createTestApp, type Variables } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { ALGORITHM_FACTS, CHOICE_FACTS } from './metadata-facts/algorithms';
import { BASIC_FACTS, EXTENSION_FACTS, FLAG_FACTS } from './metadata-facts/basics';
import { keyFacts } from './metadata-facts/keys';
import { URI_FACTS } from './metadata-facts/uris';

type Json = Readonly<Record<string, unknown>>;

const MOST_STEPS = 12;
const AT_ONCE = 24;
/** Remedies outside of the request: documents that have to be published. */
const ELSEWHERE = /^let its address answer/;

/** The faults of a request, as the response has them. A server registers what has none: the rules of both are the same. */
const faultsOf = async (server: TestServer, json: Json): Promise<readonly Fault[]> => {
  const validator = server.app.get(RegistrationRequestValidator, { strict: false });
  try {
    await validator.validate(contextOf(server), { json }, { caller: new Caller() });
    return [];
  } catch (error) {
    if (error instanceof InvalidRegistration) return error.body['errors'] as Fault[];
    throw error;
  }
};

/** Follows the remedies of a request until it is registered; gives the remedies that lead to no end, or nothing. */
const remediesWithoutEnd = async (server: TestServer, first: Json): Promise<string | undefined> => {
  const earlier: string[] = [];
  let [last, size] = ['', Infinity];
  let request = first;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [fault] = await faultsOf(server, request);
    if (!fault) {
      const { status, text } = await server.postRegister(request);
      return status === 201 ? undefined : `answered ${status} ${text}`;
    }
    if (ELSEWHERE.test(fault.remedy)) return undefined;
    const sentence = `${fault.member} ${fault.rule}; ${fault.remedy}`;
    const { length } = JSON.stringify(request);
    // The same remedy may follow for a list that has become shorter.
    if (earlier.includes(sentence) && !(sentence === last && length < size))
      return `${JSON.stringify(first).slice(0, 300)} repeats a remedy: ${[...earlier, sentence].join(' -> ')}`;
    earlier.push(sentence);
    [last, size] = [sentence, length];
    try {
      request = follow(request, fault);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return `${JSON.stringify(first).slice(0, 300)} is refused after each remedy: ${earlier.join(' -> ')}`;
};

/** The generous operator gets the requests that every operator refuses; the others get those that only it accepts. */
const requestsOf = async (variables: Variables): Promise<Json[]> => {
  const isGenerous = 'GRANT_TYPES' in variables;
  const members: MemberFacts[] = [...BASIC_FACTS, ...FLAG_FACTS, ...ALGORITHM_FACTS, ...CHOICE_FACTS];
  members.push(...EXTENSION_FACTS, ...(await keyFacts()), ...(isGenerous ? URI_FACTS : []));
  return members
    .flatMap(({ facts }) => facts)
    .filter(({ says }) => /^rejects | requires /.test(says) === isGenerous)
    .map(({ request }) => request);
};

/** A remedy has to name only values that the operator offers. */
const OPERATORS: readonly (readonly [operator: string, variables: Variables])[] = [
  ['permits everything', { ...GENEROUS }],
  ['permits the usual', {}],
  [
    'permits little and refuses instead of narrowing',
    {
      GRANT_POLICY: 'reject',
      APPLICATION_TYPE_POLICY: 'reject',
      SCOPE_POLICY: 'reject',
      AUTH_METHODS: 'private_key_jwt none',
      SIGNING_ALGS: 'PS256',
      ENCRYPTION_ALGS: 'RSA-OAEP',
      SCOPES: 'openid',
    },
  ],
];

describe('requests that follow the remedies of refusals succeed in the end', () => {
  it.each(OPERATORS)('where the operator %s', async (_who, variables) => {
    const server = await createTestApp(variables);
    const waiting = [...(await requestsOf(variables)), aClient({ redirect_uris: ['urn:ietf:wg:oauth:2.0:oob'] })];
    const stuck = new Set<string>();
    const work = async (): Promise<void> => {
      for (let request = waiting.shift(); request; request = waiting.shift()) {
        const wrong = await remediesWithoutEnd(server, request);
        if (wrong !== undefined) stuck.add(wrong);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect([...stuck]).toEqual([]);
    await server.close();
  });
});
