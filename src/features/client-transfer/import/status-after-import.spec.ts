import type { Client, ClientStatus } from '../../../clients/client.entity';
import { statusAfterImport } from './status-after-import';

type Change = NonNullable<Client['status_change']> | null;

const changedBy = (command: string): Change => ({
  at: 0,
  by: { type: 'command', command, account: 'operator' },
});

const BY_OPERATOR = changedBy('clients disable');
const BY_IMPORT = changedBy('clients import');

describe('the status of a client after an import that updates it', () => {
  it.each<[ClientStatus, Change, ClientStatus, ClientStatus]>([
    ['active', null, 'active', 'active'],
    ['active', BY_OPERATOR, 'disabled', 'disabled'],
    ['disabled', null, 'active', 'active'],
    ['disabled', BY_IMPORT, 'active', 'active'],
    ['disabled', BY_OPERATOR, 'active', 'disabled'],
    ['pending', null, 'active', 'pending'],
    ['pending', null, 'disabled', 'disabled'],
    ['rejected', BY_OPERATOR, 'active', 'rejected'],
    ['rejected', BY_OPERATOR, 'disabled', 'rejected'],
  ])('that is %s by %j, in the file %s, is %s', (status, status_change, wanted, after) => {
    expect(statusAfterImport({ status, status_change }, wanted)).toBe(after);
  });
});
