import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../../platform/secrets/key-ring';
import type { OpenTransaction, TransactionCookies } from './open-transaction';
import type { SignInTransaction, TransactionStage } from './sign-in-transaction.entity';
import { SignInTransactionRepository } from './sign-in-transaction.repository';
import { TransactionContentsService } from './transaction-contents.service';
import { answered, expired, otherBrowser } from './transaction-refusals';

/** Finds the transactions of a browser by the cookies that it sends. A transaction of another browser is never given. */
@Injectable()
export class BrowserTransactionsService {
  constructor(
    private readonly repository: SignInTransactionRepository,
    private readonly contents: TransactionContentsService,
    private readonly ring: KeyRing,
  ) {}

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
    return this.contents.open(row);
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
    return this.contents.open(row);
  }

  /** The row of a transaction of this browser, at whatever stage; `undefined` if it has none with this id. */
  async rowOf(cookies: TransactionCookies, id: string): Promise<SignInTransaction | undefined> {
    const [row] = await this.repository.find([id]);
    return row && !isExpired(row) && this.isOf(cookies, row) ? row : undefined;
  }

  private isOf(cookies: TransactionCookies, { id, cookie_hash }: SignInTransaction): boolean {
    const cookie = cookies.get(id);
    return cookie !== undefined && this.ring.isHashOf(cookie_hash, cookie);
  }
}

const isExpired = ({ expires_at }: SignInTransaction): boolean => expires_at.getTime() <= Date.now();
