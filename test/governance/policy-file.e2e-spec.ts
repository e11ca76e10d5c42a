import { aClient } from '../support/a-client';
import { policyFile } from '../support/policy-files';
import { SECRET_KEYS } from '../support/secret-keys';
import { startProcess } from '../support/server-process';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';

describe('SIGHUP', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await preparedDatabase();
  });

  afterEach(() => database.drop());

  it.each(['1', '2'])(
    'with WORKERS=%s applies POLICY_FILE again; faults are logged and change nothing',
    async (WORKERS) => {
      const file = await policyFile({ a: { client_name: { max_length: 20 } } });
      const server = await startProcess({
        DATABASE_URL: database.url,
        SECRET_KEYS,
        WORKERS,
        POLICY_FILE: file.path,
        PROTECTED_REGISTRATION_POLICY: 'a',
        LOG_LEVEL: 'info',
      });
      await server.hasWritten('Clientele listens on');
      // Another node on the same database sees what the process has applied.
      const node = await createTestApp({ PROTECTED_REGISTRATION_POLICY: 'a' }, database);
      const refusal = async (): Promise<unknown> =>
        (await node.postRegister(aClient({ client_name: 'A name of 24 characters.' }))).json['error_description'];
      expect(await refusal()).toMatch(/of 20 characters at most, by max_length of policy a@1;/);

      await file.write('policies:\n  a:\n    metadata_policy: {client_name: {maxlength: 3}}\n');
      server.signal('SIGHUP');
      await server.hasWritten(/policies\.yaml:3: policies\.a\.metadata_policy\.client_name\.maxlength must be a known/);
      expect(await refusal()).toMatch(/ a@1;/);

      await file.write({ a: { client_name: { max_length: 10 } } });
      server.signal('SIGHUP');
      await server.hasWritten(WORKERS === '1' ? 'POLICY_FILE: a@2' : 'SIGHUP: all workers are replaced');
      expect(await refusal()).toMatch(/of 10 characters at most, by max_length of policy a@2;/);

      await node.close();
      await server.close();
    },
  );
});
