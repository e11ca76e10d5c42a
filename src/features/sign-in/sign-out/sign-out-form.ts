import { formParameters } from '../../../platform/http/form-parameters';

/** What a user decided on the page. */
export interface SignOutForm {
  readonly csrf: string;
  /** Whether all sessions and grants of the user end. */
  readonly isEverywhere: boolean;
}

/** Reads the form of the page. Throws `InvalidRequest` for another body. */
export const signOutIn = (request: { readonly body: unknown }): SignOutForm => {
  const form = formParameters(request);
  return { csrf: form.get('csrf') ?? '', isEverywhere: form.get('sign_out') === 'everywhere' };
};
