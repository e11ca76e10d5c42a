import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import type { RequestContext } from '../../../core/request-context';
import { networkOf } from '../../../platform/http/network-of';
import type { UnitOfWork } from '../../../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import type { SignInTransaction, TransactionStage } from './sign-in-transaction.entity';
import { SignInTransactionRepository } from './sign-in-transaction.repository';
import type { Approval, AskedContents } from './transaction-contents';
import { answered, expired, otherBrowser } from './transaction-refusals';
import type { Departure, Step } from './transaction-steps';

/** How long the page may stay open, and how long the upstream may take after it, in milliseconds. */
const PAGE_LIFETIME_MS = 30 * 60_000;
const UPSTREAM_LIFETIME_MS = 10 * 60_000;

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

/**
 * The transactions: an authorization request from its arrival to the code. Everything is in the database, so that any node
 * does any step. Each step is a compare-and-set, so that it is done once.
 */
@Injectable()
export class SignInTransactionsService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly repository: SignInTransactionRepository,
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
      sealed_request: this.seal(id, contents),
      cookie_hash: this.ring.hash(cookie),
      csrf_hash: this.ring.hash(csrf),
      upstream: null,
      upstream_state_hash: null,
      sealed_approval: approval ? this.seal(id, approval) : null,
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
   * The transaction of the page that this browser shows. Throws {@link PageError} if it is not one of this browser, has
   * expired, or was answered before.
   */
  async ofPage(
    cookies: TransactionCookies,
    { id, csrf, stage }: { id: string; csrf: string; stage: TransactionStage },
  ): Promise<OpenTransaction> {
    const [row] = await this.repository.find([id]);
    if (row?.stage === 'done') throw answered();
    if (cookies.size === 0) throw otherBrowser();
    if (!row || isExpired(row)) throw expired();
    if (!this.isOf(cookies, row)) throw otherBrowser();
    if (row.stage !== stage) throw answered();
    if (!this.ring.isHashOf(row.csrf_hash, csrf)) throw answered();
    return this.opened(row);
  }

  /**
   * The transaction of this browser that waits for the response of an upstream with this `state`. Throws
   * {@link PageError} if there is none.
   */
  async ofResponse(cookies: TransactionCookies, upstream: string, state: string): Promise<OpenTransaction> {
    if (cookies.size === 0) throw otherBrowser();
    const rows = await this.repository.find([...cookies.keys()]);
    const own = rows.filter((row) => this.isOf(cookies, row));
    const row = own.find(({ upstream_state_hash: hash }) => hash !== null && this.ring.isHashOf(hash, state));
    if (!row || row.upstream !== upstream || isExpired(row)) throw expired();
    if (row.stage !== 'approved') throw answered();
    return this.opened(row);
  }

  /** The row of a transaction of this browser, at whatever stage; `undefined` if it has none with this id. */
  async rowOf(cookies: TransactionCookies, id: string): Promise<SignInTransaction | undefined> {
    const [row] = await this.repository.find([id]);
    return row && !isExpired(row) && this.isOf(cookies, row) ? row : undefined;
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
    const row = await this.rowOf(cookies, id);
    if (row?.stage !== 'asked') return undefined;
    const csrf = this.newToken();
    const csrf_hash = this.ring.hash(csrf);
    const transaction = this.opened(row);
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
      sealed_approval: this.seal(transaction.row.id, approval),
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
      sealed_approval: this.seal(id, approval),
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
      sealed_request: this.seal(row.id, again),
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

  private isOf(cookies: TransactionCookies, { id, cookie_hash }: SignInTransaction): boolean {
    const cookie = cookies.get(id);
    return cookie !== undefined && this.ring.isHashOf(cookie_hash, cookie);
  }

  private opened(row: SignInTransaction): OpenTransaction {
    const { id, sealed_request, sealed_approval } = row;
    if (![sealed_request, sealed_approval ?? sealed_request].every((one) => this.ring.canOpen(one))) throw expired();
    return {
      row,
      contents: this.open<AskedContents>(id, sealed_request),
      approval: sealed_approval === null ? undefined : this.open<Approval>(id, sealed_approval),
    };
  }

  private seal(id: string, contents: AskedContents | Approval): string {
    return this.ring.seal(JSON.stringify(contents), `sign-in ${id}`);
  }

  private open<Contents>(id: string, sealed: string): Contents {
    return JSON.parse(this.ring.open(sealed, `sign-in ${id}`)) as Contents;
  }
}

const isExpired = ({ expires_at }: SignInTransaction): boolean => expires_at.getTime() <= Date.now();
