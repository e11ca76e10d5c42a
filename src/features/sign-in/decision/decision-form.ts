import type { FastifyRequest } from 'fastify';
import { bodyOf } from '../../../platform/http/request-body';
import type { Decision } from '../pages/views/consent.page';
import { readParameters } from '../request/authorization-parameters';
import { PageError } from '../request/authorization-refusal';

const DECISIONS: readonly string[] = ['allow', 'deny', 'other-account'] satisfies Decision[];

/** What the page sends: which transaction it is of, and what the user decided. Nothing else of a form is read. */
export interface DecisionForm {
  readonly transaction: string;
  readonly csrf: string;
  readonly decision: Decision;
  /** The scopes that are left on. */
  readonly scope: readonly string[];
}

/** The form of the page on which the user chooses where to sign in. */
export interface ChoiceForm {
  readonly transaction: string;
  readonly csrf: string;
  readonly upstream: string;
}

/** Reads a decision. Throws {@link PageError} if it is none. */
export const decisionIn = (request: FastifyRequest): DecisionForm => {
  const form = formIn(request);
  const decision = form.get('decision') ?? '';
  if (!DECISIONS.includes(decision) || form.isRepeated('decision')) throw notOfThePage();
  return { ...pageIn(form), decision: decision as Decision, scope: form.all('scope') };
};

/** Reads a choice. Throws {@link PageError} if it is none. */
export const choiceIn = (request: FastifyRequest): ChoiceForm => {
  const form = formIn(request);
  return { ...pageIn(form), upstream: form.get('upstream') ?? '' };
};

type Form = ReturnType<typeof readParameters>;

const pageIn = (form: Form): { transaction: string; csrf: string } => ({
  transaction: form.get('transaction') ?? '',
  csrf: form.get('csrf') ?? '',
});

const formIn = (request: FastifyRequest): Form => {
  const body = bodyOf(request);
  if (body.is !== 'form') throw notOfThePage();
  try {
    return readParameters(body.text);
  } catch (cause) {
    throw notOfThePage(cause);
  }
};

const notOfThePage = (cause?: unknown): PageError =>
  new PageError('malformed', 'the form must be that of the page; open the page again', { cause });
