import type { ClientStatus } from '../client.entity';
import { requireReason } from './status-reason';
import { type StatusAction, transitionOf } from './status-transitions';

const ACTIONS: readonly StatusAction[] = ['approve', 'reject', 'disable', 'enable'];
const STATUSES: readonly ClientStatus[] = ['active', 'pending', 'rejected', 'disabled'];

const outcome = (action: StatusAction, status: ClientStatus): string => {
  try {
    return `-> ${transitionOf(action, status).to}`;
  } catch (error) {
    return String(error);
  }
};

describe('a change of the status of a client', () => {
  it('is permitted where it makes sense, and refused elsewhere with a remedy', () => {
    const outcomes = ACTIONS.map((action) => STATUSES.map((status) => outcome(action, status)));
    const must = (rule: string): string => `RefusedOperation: the client must be ${rule}`;
    expect(outcomes).toEqual([
      [
        must('pending to be approved, and it is active; it needs no approval'),
        '-> active',
        must('pending to be approved, and it is rejected; let it register again'),
        must('pending to be approved, and it is disabled; enable it'),
      ],
      [
        must('pending to be rejected, and it is active; disable it'),
        '-> rejected',
        must('pending to be rejected, and it is rejected; it obtains no tokens'),
        must('pending to be rejected, and it is disabled; it obtains no tokens'),
      ],
      [
        '-> disabled',
        must('active to be disabled, and it is pending; reject it'),
        must('active to be disabled, and it is rejected; it obtains no tokens'),
        must('active to be disabled, and it is disabled; it obtains no tokens'),
      ],
      [
        must('disabled to be enabled, and it is active; it obtains tokens'),
        must('disabled to be enabled, and it is pending; approve it'),
        must('disabled to be enabled, and it is rejected; let it register again'),
        '-> active',
      ],
    ]);
  });
});

describe('the reason of a change', () => {
  it.each([
    ['reject', 'Your logo is that of another company.'],
    ['disable', 'Gesperrt: bitte melden Sie sich.'],
    ['disable', undefined],
    ['approve', undefined],
  ] as const)('%s: %j is permitted', (action, reason) => {
    expect(() => {
      requireReason(action, reason);
    }).not.toThrow();
  });

  it.each([
    ['reject', undefined],
    ['reject', ''],
    ['reject', '  '],
    ['disable', 'two\nlines'],
    ['disable', 'right to left \u202e'],
    ['reject', 'x'.repeat(501)],
  ] as const)('%s: %j is refused', (action, reason) => {
    expect(() => {
      requireReason(action, reason);
    }).toThrow(/^the reason must be /);
  });
});
