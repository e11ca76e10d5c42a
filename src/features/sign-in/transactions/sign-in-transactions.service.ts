import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { RequestContext } from '../../../core/request-context';
import { networkOf } from '../../../platform/http/network-of';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { BrowserTransactionsService } from './browser-transactions.service';
import type { BegunTransaction, OpenTransaction, ShownTransaction, TransactionCookies } from './open-transaction';
import type { SignInTransaction } from './sign-in-transaction.entity';
import { SignInTransactionRepository } from './sign-in-transaction.repository';
import type { Approval, AskedContents } from './transaction-contents';
import { TransactionContentsService } from './transaction-contents.service';
import { answered } from './transaction-refusals';
import type { Departure, Step } from './transaction-steps';

/** How long the page may stay open, and how long the upstream may take after it, in milliseconds. */
const PAGE_LIFETIME_MS = 30 * 60_000;
const UPSTREAM_LIFETIME_MS = 10 * 60_000;

/**
 * The transactions: an authorization request from its arrival to the code. Everything is in the database, so that any node
 * does any step. Each step is a compare-and-set, so that it is done once.
 */
@Injectable()
export class SignInTransactionsService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly repository: SignInTransactionRepository,
    private readonly ofBrowser: BrowserTransactionsService,
    private readonly contents: TransactionContentsService,
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
  ) {}

  /** Begins a transaction, at the page or, with an approval, behind it. */
  async begin(
    context: RequestContext & UnitHolder,
    contents: AskedContents,
    approval?: Approval,
  ): Promise<BegunTransaction> {
    const id = uuidv7();
    const [cookie, csrf] = [this.vault.generate(), this.vault.generate()];
    const row: SignInTransaction = {
      id,
      client_id: contents.request.client_id,
      stage: approval ? 'approved' : 'asked',
      sealed_request: this.contents.seal(id, contents),
      cookie_hash: this.ring.hash(cookie),
      csrf_hash: this.ring.hash(csrf),
      upstream: null,
      upstream_state_hash: null,
      sealed_approval: approval ? this.contents.seal(id, approval) : null,
      sealed_answer: null,
      network_hash: this.ring.hash(`network ${networkOf(context.address ?? '')}`),
      created_at: context.at,
      expires_at: new Date(context.at.getTime() + (approval ? UPSTREAM_LIFETIME_MS : PAGE_LIFETIME_MS)),
    };
    await this.units.run(context, (unit) => {
      this.repository.insert(unit, row);
    });
    return { row, contents, approval, cookie, csrf };
  }

  /**
   * The transaction of this browser whose page is shown again, because the user reloads it: with another token, so that only
   * one of both pages can be answered. `undefined` unless it waits for its decision in this browser.
   */
  async showAgain(
    context: RequestContext & UnitHolder,
    cookies: TransactionCookies,
    id: string,
  ): Promise<ShownTransaction | undefined> {
    const row = await this.ofBrowser.rowOf(cookies, id);
    if (row?.stage !== 'asked') return undefined;
    const csrf = this.newToken();
    const csrf_hash = this.ring.hash(csrf);
    const transaction = this.contents.open(row);
    await this.change(context, transaction, { csrf_hash });
    return { ...transaction, row: { ...row, csrf_hash }, csrf };
  }

  /** A new token for the form of a page. */
  newToken(): string {
    return this.vault.generate();
  }

  /** Keeps what the user allowed, until an upstream is chosen on a second page, which has this token. */
  async approve(
    context: RequestContext & UnitHolder,
    transaction: OpenTransaction,
    { approval, csrf, sealed_answer }: Step & { readonly approval: Approval; readonly csrf: string },
  ): Promise<void> {
    await this.change(context, transaction, {
      stage: 'approved',
      csrf_hash: this.ring.hash(csrf),
      sealed_approval: this.contents.seal(transaction.row.id, approval),
      sealed_answer,
      expires_at: new Date(context.at.getTime() + UPSTREAM_LIFETIME_MS),
    });
  }

  /** Notes that the browser leaves for an upstream. */
  async leave(
    context: RequestContext & UnitHolder,
    transaction: OpenTransaction,
    { upstream, approval, sealed_answer }: Departure,
  ): Promise<void> {
    const { id } = transaction.row;
    await this.change(context, transaction, {
      stage: 'approved',
      csrf_hash: this.ring.hash(this.vault.generate()),
      upstream,
      upstream_state_hash: this.ring.hash(approval.begun.state),
      sealed_approval: this.contents.seal(id, approval),
      sealed_answer,
      expires_at: new Date(context.at.getTime() + UPSTREAM_LIFETIME_MS),
    });
  }

  /** Notes that the upstream responded; its `state` was used then, and the way there leads nowhere. */
  async return(context: RequestContext & UnitHolder, transaction: OpenTransaction): Promise<OpenTransaction> {
    await this.change(context, transaction, { stage: 'returned', sealed_answer: null });
    return { ...transaction, row: { ...transaction.row, stage: 'returned' } };
  }

  /** Goes back to the page, for the user who is signed in now. */
  async askAgain(
    context: RequestContext & UnitHolder,
    transaction: OpenTransaction,
    sub: string,
  ): Promise<ShownTransaction> {
    const { row, contents } = transaction;
    const csrf = this.vault.generate();
    const again = { ...contents, sub };
    const set = {
      stage: 'asked' as const,
      sealed_request: this.contents.seal(row.id, again),
      csrf_hash: this.ring.hash(csrf),
      upstream: null,
      upstream_state_hash: null,
      sealed_approval: null,
      expires_at: new Date(context.at.getTime() + PAGE_LIFETIME_MS),
    };
    await this.change(context, transaction, set);
    return { row: { ...row, ...set }, contents: again, approval: undefined, csrf };
  }

  /** Ends a transaction in the unit that has its outcome. The row stays until it expires, without its contents. */
  finish(unit: UnitOfWork, { row }: OpenTransaction, { sealed_answer }: Step): void {
    const set = { stage: 'done' as const, sealed_request: '', sealed_approval: null, sealed_answer };
    this.repository.change(unit, row, set, answered);
  }

  private change(
    context: RequestContext & UnitHolder,
    { row }: OpenTransaction,
    set: Partial<SignInTransaction>,
  ): Promise<void> {
    return this.units.run(context, (unit) => {
      this.repository.change(unit, row, set, answered);
    });
  }
}
