import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { AuthorizationCodesService } from '../../../user-grants/authorization-codes.service';
import type { PageAnswer } from '../pages/page-answer';
import { PageError } from '../request/authorization-refusal';
import type { Exchange } from './exchange';
import { BrowserTransactionsService } from './browser-transactions.service';
import type { OpenTransaction } from './open-transaction';
import { REPEATED_FOR_SECONDS, transactionCookies } from './transaction-cookies';

/** What a form of a page was answered with. */
interface FormAnswer {
  /** The keyed hash of the form. */
  readonly form: string;
  readonly answer: PageAnswer;
  /** How long it is sent again: a moment, in milliseconds. */
  readonly until: number;
  /** The grant whose code it has. */
  readonly grant_id?: string;
}

/**
 * The answers to forms of pages. If a user clicks twice, the browser drops the first answer and shows that to the second
 * form: it is the same answer, so that the user gets further and nothing happens twice. It is stored with the step that it
 * is of, so that any node has it.
 */
@Injectable()
export class RepeatedAnswersService {
  constructor(
    private readonly transactions: BrowserTransactionsService,
    private readonly codes: AuthorizationCodesService,
    private readonly ring: KeyRing,
  ) {}

  /** The answer to the form of an exchange, sealed for the row of its transaction; `null` if there was no form. */
  seal({ form, context }: Exchange, { row }: OpenTransaction, answer: PageAnswer, grant_id?: string): string | null {
    if (form === undefined) return null;
    const contents: FormAnswer = {
      form: this.ring.hash(textOf(form)),
      answer,
      until: context.at.getTime() + REPEATED_FOR_SECONDS * 1000,
      ...(grant_id !== undefined && { grant_id }),
    };
    return this.ring.seal(JSON.stringify(contents), ownerOf(row.id));
  }

  /**
   * Takes a step of a transaction. If it was taken before, by exactly this form in this browser, gives that answer again.
   * Throws the errors of the step.
   */
  async orAgain(exchange: Exchange, transaction: string, step: () => Promise<PageAnswer>): Promise<PageAnswer> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof PageError) || error.kind !== 'answered') throw error;
      const answer = await this.find(exchange, transaction);
      if (!answer) throw error;
      return answer;
    }
  }

  private async find({ request, form }: Exchange, transaction: string): Promise<PageAnswer | undefined> {
    const row = await this.transactions.rowOf(transactionCookies(request), transaction);
    if (form === undefined || !row?.sealed_answer || !this.ring.canOpen(row.sealed_answer)) return undefined;
    const stored = JSON.parse(this.ring.open(row.sealed_answer, ownerOf(row.id))) as FormAnswer;
    if (stored.until <= Date.now() || !this.ring.isHashOf(stored.form, textOf(form))) return undefined;
    const isSpent = stored.grant_id !== undefined && !(await this.codes.isUsable(stored.grant_id));
    return isSpent ? undefined : stored.answer;
  }
}

const ownerOf = (transaction: string): string => `sign-in answer ${transaction}`;

/** What the stored hash is of. A form has the random token of its page. */
const textOf = (form: string): string => `sign-in form ${form}`;
