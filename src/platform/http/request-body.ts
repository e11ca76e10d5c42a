import type { FastifyRequest } from 'fastify';
import type { FormReading } from './read-form';

/** A body as the parsers read it. The handler decides after authorization whether it accepts this kind of body. */
export type RequestBody =
  /** `text` is the body as it was sent, for faults that name a line. */
  | { readonly is: 'json'; readonly value: unknown; readonly text: string }
  /** RFC 9512. The text was not read yet. */
  | { readonly is: 'yaml'; readonly text: string }
  /** RFC 7396. */
  | { readonly is: 'merge-patch'; readonly value: unknown }
  /** `text` is the form as it was sent, for those that read repeated parameters in another way. */
  | { readonly is: 'form'; readonly form: FormReading; readonly text: string }
  | { readonly is: 'jwt'; readonly token: string }
  /** The media type is known and the body is not readable. `why` is the rule that it breaks. */
  | { readonly is: 'malformed'; readonly why: string }
  /** A media type that no address of this server accepts. */
  | { readonly is: 'foreign' };

/** The body of a request; one without a media type counts as foreign. */
export const bodyOf = ({ body }: Pick<FastifyRequest, 'body'>): RequestBody =>
  (body as RequestBody | null | undefined) ?? { is: 'foreign' };
