import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const GUIDE = readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8');

/** A request of the guide, the status of its response, and members of that. */
interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
}

/** A section that shows variables and requests. */
interface Task {
  readonly title: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly exchanges: readonly Exchange[];
}

const EXCHANGE = /```json\n([^`]+)```\n\nis answered with (\d+) and\n\n```json\n([^`]+)```/g;

const taskOf = (section: string): Task => {
  const [title = ''] = section.split('\n');
  const [, block = ''] = /```sh\n([^`]+)```/.exec(section) ?? [];
  const variables = Object.fromEntries(
    [...block.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const exchanges = [...section.matchAll(EXCHANGE)].map(([, request = '', status, members = '']) => ({
    request,
    status: Number(status),
    members: JSON.parse(members) as Exchange['members'],
  }));
  return { title, variables, exchanges };
};

const TASKS = GUIDE.split(/^## /m)
  .map(taskOf)
  .filter(({ exchanges }) => exchanges.length > 0);

describe('docs/GOVERNANCE.md', () => {
  it('has a task for each example of docs/policies', () => {
    expect(TASKS.map(({ variables }) => variables['POLICY_FILE'])).toEqual([
      'docs/policies/open-mcp.yaml',
      'docs/policies/partner-portal.yaml',
      'docs/policies/open-banking.yaml',
    ]);
    expect(TASKS.map(({ exchanges }) => exchanges.map(({ status }) => status))).toEqual(TASKS.map(() => [201, 400]));
  });

  it.each(TASKS)('$title: the requests have these responses', async ({ variables, exchanges }) => {
    const server = await createTestApp(variables);
    const isOpen = variables['REGISTRATION_MODE'] === 'open';
    const register = (at: TestServer, body: string): Promise<Answer> => at.postRegister(body, isOpen ? {} : undefined);
    for (const { request, status, members } of exchanges) {
      const answer = await register(server, request);
      expect([answer.status, answer.json]).toEqual([status, expect.objectContaining(members)]);
    }
    await server.close();
  });
});
