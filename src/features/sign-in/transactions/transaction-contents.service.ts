import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../../platform/secrets/key-ring';
import type { OpenTransaction } from './open-transaction';
import type { SignInTransaction } from './sign-in-transaction.entity';
import type { Approval, AskedContents } from './transaction-contents';
import { expired } from './transaction-refusals';

/** Seals the contents of transactions for their rows, each for its transaction alone. */
@Injectable()
export class TransactionContentsService {
  constructor(private readonly ring: KeyRing) {}

  /** The contents, sealed for the transaction with this id. */
  seal(id: string, contents: AskedContents | Approval): string {
    return this.ring.seal(JSON.stringify(contents), ownerOf(id));
  }

  /** A stored transaction with its contents. Throws {@link PageError} if its key is no longer in the ring. */
  open(row: SignInTransaction): OpenTransaction {
    const { id, sealed_request, sealed_approval } = row;
    if (![sealed_request, sealed_approval ?? sealed_request].every((one) => this.ring.canOpen(one))) throw expired();
    return {
      row,
      contents: this.opened<AskedContents>(id, sealed_request),
      approval: sealed_approval === null ? undefined : this.opened<Approval>(id, sealed_approval),
    };
  }

  private opened<Contents>(id: string, sealed: string): Contents {
    return JSON.parse(this.ring.open(sealed, ownerOf(id))) as Contents;
  }
}

const ownerOf = (id: string): string => `sign-in ${id}`;
