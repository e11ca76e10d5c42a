import { generateKeyPairSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { operatorPolicy } from '../../clients/operator-policy';
import { readEnvironment } from '../../platform/config/read-environment';
import { InvalidRegistration } from '../errors/registration-errors';
import { prepareRules } from '../validation/prepared-rules';
import type { StoredMetadata } from './client-metadata';
import { ClientMetadataReader } from './client-metadata.reader';
import { Faults } from './faults';
import { Member } from './member';
import { mergeTwins } from './member-twins';
import { chooseFromLists } from './metadata-choices';
import { SENT_ROWS } from './metadata-table';
import { narrowToPossible } from './narrowing';
import { isNotSent } from './not-sent';
import type { OperatorPolicy } from './operator-policy';
import { PreparedMembers } from './prepared-members';
import { RegistrationRequestDto } from './registration-request.dto';
import { inResponseOrder } from './response-order';
import { brokenRules } from './rules/broken-rules';
import { narrowScope } from './scope';
import { taggedMembers } from './tagged-members';
import { trackReads } from './tracked-reads';

type Values = Record<string, unknown>;

/** Reads a request by asking each row of the table, and by testing every rule: slow, and evident. */
class TableDrivenReader {
  private readonly members: readonly Member[];
  private readonly prepared: PreparedMembers;

  constructor(private readonly policy: OperatorPolicy) {
    const rules = prepareRules(RegistrationRequestDto);
    this.prepared = new PreparedMembers(policy);
    this.members = SENT_ROWS.map((row) => {
      const is = Object.fromEntries(Object.entries(row.is).filter(([property]) => property !== 'isPlain'));
      return new Member({ ...row, is: is as unknown as typeof row.is }, rules.get(row.name), policy);
    });
  }

  read(request: Values, replaced?: StoredMetadata): Values {
    const faults = new Faults();
    const sent: Values = {};
    const isSame = (value: unknown, name: string): boolean =>
      replaced !== undefined && isDeepStrictEqual(value, (replaced as Values)[name]);
    for (const member of this.members.filter(({ isDisregarded }) => !isDisregarded)) {
      const value = Object.hasOwn(request, member.name) ? member.narrow(request[member.name]) : undefined;
      if (isNotSent(value, member.row, replaced !== undefined && !isSame(value, member.name))) continue;
      const found = member.faultsOf(value);
      if (found.length > 0) faults.add(member, ...found);
      else if (!member.isEmpty(value)) sent[member.name] = member.storedValue(value);
    }
    const tagged = taggedMembers(request, this.members, faults, replaced !== undefined);
    const twins = this.members.filter(({ row }) => row.sameAs !== undefined);
    const chosen = mergeTwins(twins, chooseFromLists(this.prepared, sent, faults), faults);
    const metadata: Values = { ...chosen };
    const stored = this.members.filter(({ row }) => row.chooses === undefined);
    for (const { name, isDerived, fixedDefault } of stored) if (!isDerived) metadata[name] ??= fixedDefault;
    for (const member of stored.filter(({ isDerived }) => isDerived)) {
      const { members, hasReadFaulty } = trackReads(metadata, faults.members);
      metadata[member.name] ??= member.defaultBeside(members);
      if (hasReadFaulty()) faults.members.add(member.name);
    }
    for (const values of tagged.values()) Object.assign(metadata, values);
    narrowToPossible(metadata as StoredMetadata, this.policy);
    const asked = new Set(Object.keys(chosen).filter((name) => !isSame(chosen[name], name)));
    const violations = brokenRules(metadata as StoredMetadata, { asked, policy: this.policy }, faults.members);
    const ofRules = violations.flatMap((violation) => this.prepared.find(violation.member)?.fault(violation) ?? []);
    const all = [...faults.all, ...ofRules];
    const [first, ...others] = all.slice(0, 100);
    if (first) throw new InvalidRegistration([first, ...others]);
    return { ...metadata, scope: narrowScope(metadata['scope'] as string | undefined, this.policy).scope };
  }
}

/** The response, or the faults, as text. */
const outcomeOf = (
  reader: { read(request: Values, replaced?: StoredMetadata): object },
  request: Values,
  replaced?: StoredMetadata,
): string => {
  try {
    return JSON.stringify(inResponseOrder(reader.read(request, replaced) as StoredMetadata, {}));
  } catch (error) {
    if (!(error instanceof InvalidRegistration)) throw error;
    return JSON.stringify(error.faults);
  }
};

const uri = (rest: string): string => `https://app.example${rest}`;
const [ec, rsa] = [
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
];

/** Values of all types, valid ones and such as are refused. Each member is sent with a quarter of them, the next one with another quarter. */
const VALUES: readonly unknown[] = [
  ...[
    undefined,
    null,
    '',
    'a',
    'openid profile',
    'none',
    'RS256',
    'ES256',
    'HS256',
    'RSA1_5',
    'RSA-OAEP',
    'A256GCM',
    'é',
  ],
  ...[
    'code',
    'native',
    'pairwise',
    'poll',
    'ping',
    'push',
    'private_key_jwt',
    'client_secret_jwt',
    'tls_client_auth',
    '\n',
  ],
  ...[
    0,
    1,
    -1,
    1.5,
    true,
    false,
    {},
    { keys: [] },
    { keys: [{ ...ec, use: 'sig' }] },
    { keys: [{ ...rsa, use: 'enc' }] },
  ],
  ...[
    [],
    [null],
    [1],
    ['a'],
    ['a', 'a'],
    ['code'],
    ['none', 'code'],
    ['implicit'],
    ['client_credentials'],
    ['ES256', 'x'],
  ],
  ...[['authorization_code', 'refresh_token', 'other'], ['urn:openid:params:grant-type:ciba'], ['code id_token'], [{}]],
  ...[
    uri(''),
    uri('/cb'),
    uri('/cb#x'),
    'http://app.example/cb',
    'http://127.0.0.1/cb',
    'app:/cb',
    'com.example.app:/cb',
  ],
  ...[
    [uri('/cb')],
    [uri('/a'), 'http://b.example'],
    ['http://localhost:80/cb', 'app:/cb'],
    [uri('/../a'), uri('/%2e')],
  ],
  ...['a'.repeat(1001), uri(`/${'a'.repeat(2000)}`), Array(101).fill('a'), Array(101).fill(uri('/cb'))],
];

/** Requests of whole clients, from which members are taken and to which others are added. */
const BODIES: readonly Values[] = [
  { redirect_uris: [uri('/cb')] },
  { grant_types: ['client_credentials'], scope: 'openid profile', redirect_uris: ['https://tmp.com'], unknown: 1 },
  {
    ...{ software_version: '1', software_id: 'app', policy_uri: uri('/policy'), tos_uri: uri('/tos'), scope: 'openid' },
    ...{
      logo_uri: uri('/logo.png'),
      client_uri: uri(''),
      'client_name#de': 'App',
      client_name: 'App',
      contacts: ['a'],
    },
    ...{ response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [uri('/cb')] },
    ...{ post_logout_redirect_uris: [uri('/bye')], default_max_age: 1, jwks: { keys: [{ ...ec, use: 'sig' }] } },
    ...{
      token_endpoint_auth_method: 'private_key_jwt',
      id_token_signed_response_alg: 'ES256',
      request_uris: [uri('/r')],
    },
  },
  {
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['com.example.app:/cb', 'http://[::1]/'],
  },
  {
    tls_client_certificate_bound_access_token: true,
    redirect_uris: [uri('/cb')],
    'client_name#x#': 'a',
    __proto__: null,
  },
];

/** The same requests at every run (a linear congruential generator). */
const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

const NAMES = [
  ...SENT_ROWS.map(({ name }) => name),
  'client_name#de',
  'client_name#DE',
  'client_uri#fr',
  'other',
  'client_id',
];

const requestsOf = (seed: number, count: number): Values[] => {
  const random = randomOf(seed);
  const one = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item;
  return Array.from({ length: count }, () => {
    const members = Object.entries(one(BODIES)).filter(() => random(8) > 0);
    for (let more = random(5); more > 0; more -= 1)
      members.splice(random(members.length + 1), 0, [one(NAMES), one(VALUES)]);
    return Object.fromEntries(members);
  });
};

describe.each([
  ['that narrows', {}],
  ['that refuses', { GRANT_POLICY: 'reject', SCOPE_POLICY: 'reject', SCOPES: 'openid profile' }],
])('under a policy %s, a reader that walks the request', (_, variables) => {
  const policy = operatorPolicy(readEnvironment({ NODE_ENV: 'test', ...variables }));
  const [fast, evident] = [new ClientMetadataReader(policy), new TableDrivenReader(policy)];
  const requireSame = (request: Values, before?: StoredMetadata): string => {
    const [outcome, expected] = [outcomeOf(fast, request, before), outcomeOf(evident, request, before)];
    if (outcome !== expected) expect({ request, before, outcome }).toEqual({ request, before, outcome: expected });
    return outcome;
  };

  it('reads each member with values of all types as the table says', () => {
    NAMES.forEach((name, at) => {
      for (const value of VALUES.filter((_value, index) => (index + at) % 4 === 0))
        requireSame({ redirect_uris: [uri('/cb')], [name]: value });
    });
  });

  it('reads requests and updates with members in any order as the table says', () => {
    let before: StoredMetadata | undefined;
    for (const request of requestsOf(20, 1000)) {
      requireSame(request);
      const outcome = requireSame(request, before);
      if (!outcome.startsWith('[')) before = fast.read(request, before);
    }
  });
});
