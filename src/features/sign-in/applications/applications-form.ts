import { formParameters } from '../../../platform/http/form-parameters';

/** What a user does on the page of connected applications. */
export interface ApplicationsForm {
  readonly csrf: string;
  /** The id of the grant that ends. */
  readonly grant?: string;
  /** Whether all remembered answers are forgotten. */
  readonly forgets: boolean;
}

/** Reads the form of the page. Throws `InvalidRequest` for another body. */
export const applicationsFormIn = (request: { readonly body: unknown }): ApplicationsForm => {
  const form = formParameters(request);
  const grant = form.get('grant') ?? undefined;
  return { csrf: form.get('csrf') ?? '', forgets: form.get('forget') === 'all', ...(grant !== undefined && { grant }) };
};
