import { text } from 'node:stream/consumers';
import { isObject, parseJson } from '../../../core/json/json';
import { WrongCall } from '../exit-codes';
import { readText } from '../read-file';

export type Metadata = Readonly<Record<string, unknown>>;

/** The metadata of a JSON file, or of standard input for `-`. Throws {@link WrongCall} unless they are a JSON object. */
export const readMetadata = async (file: string): Promise<Metadata> =>
  metadataOf(file === '-' ? await text(process.stdin) : await readText('FILE', file));

/** The metadata of a JSON text. Throws {@link WrongCall} unless it is an object. */
export const metadataOf = (json: string): Metadata => {
  const metadata = parseJson(json);
  if (isObject(metadata)) return metadata;
  throw new WrongCall('FILE must be a JSON object; write the members of the metadata, such as client_name');
};

/** Adds `member=value` to the members before. The value is JSON, or a text; without one the member is removed. */
export const withMember = (assignment: string, before: Metadata): Metadata => {
  const [, member = '', value = ''] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
  if (member === '') throw new WrongCall('--set must be MEMBER=VALUE; write --set client_name=Portal');
  return { ...before, [member]: value === '' ? null : (parseJson(value) ?? value) };
};
