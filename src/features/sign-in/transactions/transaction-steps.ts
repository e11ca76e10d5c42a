import type { Approval } from './transaction-contents';

/** A step that a form of a page causes. */
export interface Step {
  /** The answer to the form (`repeated-answers.service.ts`); `null` if there was no form. */
  readonly sealed_answer: string | null;
}

/** The way to an upstream. */
export interface Departure extends Step {
  readonly upstream: string;
  readonly approval: Approval & Required<Pick<Approval, 'begun'>>;
}
