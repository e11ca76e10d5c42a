import * as fc from 'fast-check';
import { aClient } from '../support/a-client';
import { managing } from '../support/managing';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';

const RUNS = 50;
const STEPS = 60;
const MOST_TOKENS = 5;

/** The truth: which tokens and secrets are valid, the newest first, and what GET must say. */
interface Truth {
  client_id: string;
  name: string | undefined;
  tokens: string[];
  secrets: string[];
  issuedTokens: string[];
  issuedSecrets: string[];
  isDeleted: boolean;
  /** The last registration, should its answer be lost and the request be sent again. */
  key: string;
  /** What such a request is answered; nothing once the client has other credentials or is gone. */
  answer: unknown;
}
type Nodes = readonly [TestServer, TestServer];
type Step = fc.AsyncCommand<Truth, Nodes>;

let steps = 0;
let keys = 0;

/** One step: it does something at one of the nodes and compares the outcome with the truth. */
const step = (name: string, run: (truth: Truth, node: TestServer) => Promise<void>, at: number): Step => ({
  check: () => true,
  toString: () => `${name} at ${at}`,
  run: async (truth, nodes) => {
    steps += 1;
    await run(truth, nodes[at % 2 === 0 ? 0 : 1]);
  },
});

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;

/** Presents one of all the tokens that were ever issued; a valid one ends those that are older. */
const present = async (
  truth: Truth,
  node: TestServer,
  at: number,
  act: (client: ReturnType<typeof managing>) => Promise<Answer>,
): Promise<Answer | undefined> => {
  const token = pick(truth.issuedTokens, at);
  const answer = await act(managing(node, { client_id: truth.client_id, registration_access_token: token }));
  const index = truth.isDeleted ? -1 : truth.tokens.indexOf(token);
  if (index < 0) {
    expect(answer.status).toBe(401);
    return undefined;
  }
  truth.tokens = truth.tokens.slice(0, index + 1);
  return answer;
};

const register = async (truth: Truth, node: TestServer): Promise<void> => {
  const key = `model-${(keys += 1)}`;
  const { status, json } = await send(node, key);
  expect(status).toBe(201);
  begin(truth, key, json);
};

const begin = (truth: Truth, key: string, json: Answer['json']): void => {
  const token = String(json['registration_access_token']);
  const secret = String(json['client_secret']);
  Object.assign(truth, {
    ...{ client_id: json['client_id'], name: undefined, isDeleted: false, key, answer: json },
    ...{ tokens: [token], issuedTokens: [token], secrets: [secret], issuedSecrets: [secret] },
  });
};

const send = async (node: TestServer, key: string): Promise<Answer> =>
  node.postRegister(aClient(), { Authorization: `Bearer ${await node.registerToken()}`, 'Idempotency-Key': key });

const registerAgain = async (truth: Truth, node: TestServer): Promise<void> => {
  const { status, json } = await send(node, truth.key);
  expect(status).toBe(201);
  if (truth.answer !== undefined) return void expect(json).toEqual(truth.answer);
  expect(json['client_id']).not.toBe(truth.client_id);
  begin(truth, truth.key, json);
};

const read = (at: number) => async (truth: Truth, node: TestServer) => {
  const answer = await present(truth, node, at, (client) => client.read());
  if (!answer) return;
  expect(answer.status).toBe(200);
  expect(answer.json['client_id']).toBe(truth.client_id);
  expect(answer.json['client_name']).toBe(truth.name);
};

/** Whether its answer is lost makes no difference to the truth: all tokens are tried, presented ones and lost ones. */
const update = (at: number, name: string | undefined, isPatch: boolean) => async (truth: Truth, node: TestServer) => {
  const answer = await present(truth, node, at, (client) =>
    isPatch ? client.patch({ client_name: name ?? null }) : client.put(aClient({ client_name: name })),
  );
  if (!answer) return;
  expect(answer.status).toBe(200);
  const fresh = String(answer.json['registration_access_token']);
  const presented = truth.tokens.at(-1) ?? '';
  const tokens = [fresh, ...truth.tokens];
  truth.tokens = tokens.length > MOST_TOKENS ? [...tokens.slice(0, MOST_TOKENS - 1), presented] : tokens;
  truth.issuedTokens.push(fresh);
  truth.answer = undefined;
  truth.name = name;
};

const refusedUpdate = (at: number) => async (truth: Truth, node: TestServer) => {
  const answer = await present(truth, node, at, (client) => client.put(aClient({ client_name: 5 })));
  if (answer) expect(answer.status).toBe(400);
};

const rotate = (at: number, overlap: number) => async (truth: Truth, node: TestServer) => {
  const answer = await present(truth, node, at, (client) => client.rotateSecret({ overlap }));
  if (!answer) return;
  expect(answer.status).toBe(200);
  const fresh = String(answer.json['client_secret']);
  truth.secrets = [fresh, ...(overlap > 0 ? truth.secrets.slice(0, 1) : [])];
  truth.issuedSecrets.push(fresh);
  truth.answer = undefined;
};

const authenticate = (at: number) => async (truth: Truth, node: TestServer) => {
  const client_secret = pick(truth.issuedSecrets, at);
  const { status } = await node.token({ grant_type: 'client_credentials', client_id: truth.client_id, client_secret });
  expect(status).toBe(!truth.isDeleted && truth.secrets.includes(client_secret) ? 200 : 401);
};

const remove = (at: number) => async (truth: Truth, node: TestServer) => {
  const answer = await present(truth, node, at, (client) => client.remove());
  if (!answer) return;
  expect(answer.status).toBe(204);
  truth.isDeleted = true;
  truth.answer = undefined;
};

const at = fc.nat(7);
const NAMES = fc.constantFrom('One', 'Two', undefined);

const COMMANDS = [
  fc.tuple(at).map(([node]) => step('register', register, node)),
  fc.tuple(at).map(([node]) => step('register again', registerAgain, node)),
  ...[0, 1].map(() => fc.tuple(at, at).map(([node, token]) => step(`read ${token}`, read(token), node))),
  fc
    .tuple(at, at, NAMES, fc.boolean())
    .map(([node, token, name, isPatch]) => step(`update ${token}`, update(token, name, isPatch), node)),
  fc.tuple(at, at).map(([node, token]) => step(`refused update ${token}`, refusedUpdate(token), node)),
  fc
    .tuple(at, at, fc.constantFrom(0, 600))
    .map(([node, token, overlap]) => step(`rotate ${token} ${overlap}`, rotate(token, overlap), node)),
  fc.tuple(at, at).map(([node, secret]) => step(`authenticate ${secret}`, authenticate(secret), node)),
  fc.tuple(at, at).map(([node, token]) => step(`remove ${token}`, remove(token), node)),
];

describe('any sequence of registering, reading, updating, rotating, deleting and sending again', () => {
  let database: TestDatabase;
  let nodes: Nodes;

  beforeAll(async () => {
    database = await preparedDatabase();
    const variables = { REGISTRATION_TOKEN_ROTATION: 'on_update' };
    nodes = [await createTestApp(variables, database), await createTestApp(variables, database)];
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  it('on two nodes never diverges from the model', async () => {
    const property = fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: STEPS, size: 'max' }), async (commands) => {
      const truth = {} as Truth;
      await register(truth, nodes[0]);
      await fc.asyncModelRun(() => ({ model: truth, real: nodes }), commands);
    });
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
    expect(steps).toBeGreaterThan(1000);
  }, 60_000);
});
