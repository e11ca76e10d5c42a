import type { SignInTransaction } from './sign-in-transaction.entity';
import type { Approval, AskedContents } from './transaction-contents';

/** A transaction as it is stored, with its contents. */
export interface OpenTransaction {
  readonly row: SignInTransaction;
  readonly contents: AskedContents;
  /** Present from the moment the user allowed it. */
  readonly approval: Approval | undefined;
}

/** A transaction with the token of the page that is shown for it. */
export interface ShownTransaction extends OpenTransaction {
  readonly csrf: string;
}

/** A transaction that began, with the cookie that only its browser gets. */
export interface BegunTransaction extends ShownTransaction {
  readonly cookie: string;
}

/** The cookies of transactions in a browser: id, value. */
export type TransactionCookies = ReadonlyMap<string, string>;
