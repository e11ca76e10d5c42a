import { RefusedOperation } from '../../core/errors/refused-operation';
import type { ClientStatus } from '../client.entity';
import type { StatusEventType } from '../events/client-event';

/** What an operator does to the status of a client. */
export type StatusAction = 'approve' | 'reject' | 'disable' | 'enable';

interface StatusTransition {
  readonly type: StatusEventType;
  readonly from: ClientStatus;
  readonly to: ClientStatus;
  /** The action in a sentence: the client must be ... to be `done`. */
  readonly done: string;
  /** What the operator can do about a client with another status. */
  readonly remedies: Readonly<Partial<Record<ClientStatus, string>>>;
}

/** The permitted changes of a status. A rejection is final, so that it and an approval cannot both succeed. */
const TRANSITIONS: Readonly<Record<StatusAction, StatusTransition>> = {
  approve: {
    type: 'ClientApproved',
    from: 'pending',
    to: 'active',
    done: 'approved',
    remedies: {
      active: 'it needs no approval',
      rejected: 'let it register again',
      disabled: 'enable it',
    },
  },
  reject: {
    type: 'ClientRejected',
    from: 'pending',
    to: 'rejected',
    done: 'rejected',
    remedies: {
      active: 'disable it',
      rejected: 'it obtains no tokens',
      disabled: 'it obtains no tokens',
    },
  },
  disable: {
    type: 'ClientDisabled',
    from: 'active',
    to: 'disabled',
    done: 'disabled',
    remedies: {
      pending: 'reject it',
      rejected: 'it obtains no tokens',
      disabled: 'it obtains no tokens',
    },
  },
  enable: {
    type: 'ClientEnabled',
    from: 'disabled',
    to: 'active',
    done: 'enabled',
    remedies: {
      active: 'it obtains tokens',
      pending: 'approve it',
      rejected: 'let it register again',
    },
  },
};

/** The change of the status of a client by an action. Throws {@link RefusedOperation}. */
export const transitionOf = (action: StatusAction, status: ClientStatus): Pick<StatusTransition, 'type' | 'to'> => {
  const { type, from, to, done, remedies } = TRANSITIONS[action];
  if (status === from) return { type, to };
  throw new RefusedOperation(
    'conflict',
    undefined,
    `the client must be ${from} to be ${done}, and it is ${status}; ${remedies[status] ?? 'leave it so'}`,
  );
};
