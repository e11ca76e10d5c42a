import { InvalidRegistration, type Fault } from '../../../core/errors/registration-errors';
import type { StoredMetadata } from '../../../core/metadata/client-metadata';
import type { Json } from '../formats/client-draft';
import { readLeavingOut, readOrRefuse } from './read-metadata';

const fault = (member: string): Fault => ({
  error: 'invalid_client_metadata',
  member,
  rule: 'must be good',
  remedy: 'x',
});

/** Refuses whatever contains the word bad, and metadata without an address. */
const read = (json: Json): StoredMetadata => {
  const faults = Object.entries(json).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => (item === 'bad' ? [fault(`${name}[${index}]`)] : []))
      : value === 'bad'
        ? [fault(name)]
        : [],
  );
  if (json['uris'] === undefined) faults.push(fault('uris'));
  const [first, ...rest] = faults;
  if (first) throw new InvalidRegistration([first, ...rest]);
  return json as unknown as StoredMetadata;
};

describe('the metadata of a file', () => {
  it('are refused with all faults', () => {
    expect(readOrRefuse({ name: 'bad', uris: ['bad', 'a'] }, read)).toEqual({
      sent: { name: 'bad', uris: ['bad', 'a'] },
      notes: [
        { member: 'name', effect: 'refused', reason: 'must be good; x' },
        { member: 'uris[0]', effect: 'refused', reason: 'must be good; x' },
      ],
    });
  });

  it('are read without members and items that break a rule', () => {
    expect(readLeavingOut({ name: 'bad', tags: ['bad'], uris: ['bad', 'a', 'bad'] }, read)).toEqual({
      metadata: { uris: ['a'] },
      sent: { uris: ['a'] },
      notes: ['name', 'tags[0]', 'uris[0]', 'uris[2]'].map((member) => ({
        ...{ member, effect: 'left out', reason: 'must be good; x' },
      })),
    });
  });

  it('are refused if a value is missing then', () => {
    expect(readLeavingOut({ uris: ['bad'] }, read)).toEqual({
      sent: {},
      notes: [
        { member: 'uris[0]', effect: 'left out', reason: 'must be good; x' },
        { member: 'uris', effect: 'refused', reason: 'must be good; x' },
      ],
    });
  });

  it('do not hide an error of another kind', () => {
    const broken = (): StoredMetadata => {
      throw new TypeError('broken');
    };
    expect(() => readOrRefuse({}, broken)).toThrow('broken');
    expect(() => readLeavingOut({}, broken)).toThrow('broken');
  });
});
