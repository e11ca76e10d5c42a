import { unreadableBody } from '../errors/registration-errors';
import { isObject } from '../json/json';

/** Takes the parsed JSON of a request, returns it if it is an object. Throws `InvalidRegistration` for any other value. */
export const jsonObject = (json: unknown): Readonly<Record<string, unknown>> => {
  if (!isObject(json)) throw unreadableBody('must be a JSON object');
  return json;
};
