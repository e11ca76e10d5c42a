import { UnsupportedMediaType } from '../core/errors/errors';
import { unreadableBody } from '../core/errors/registration-errors';
import { jsonObject } from '../core/metadata/json-object';
import { MEDIA_TYPES } from '../platform/http/media-types';
import type { RequestBody } from '../platform/http/request-body';

/**
 * The JSON object in a body of this kind. Throws `InvalidRegistration` for a body that is no JSON object, and
 * {@link UnsupportedMediaType} for another kind of body, with the media types that are accepted.
 */
export const objectIn = (
  body: RequestBody,
  kind: 'json' | 'merge-patch',
  accepted: readonly string[] = MEDIA_TYPES[kind],
): Readonly<Record<string, unknown>> => {
  if (body.is === 'malformed') throw unreadableBody(body.why);
  if (body.is !== kind) throw new UnsupportedMediaType(accepted);
  return jsonObject(body.value);
};
