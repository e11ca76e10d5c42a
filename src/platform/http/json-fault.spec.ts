import { jsonFault } from './json-fault';

describe('jsonFault', () => {
  it.each([
    ['', 'line 1, column 1'],
    ['{', 'line 1, column 2'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['{"a": undefined}', 'line 1, column 7'],
    ['hello', 'line 1, column 1'],
    ["{'a': 1}", 'line 1, column 2'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
    ['{\r\n"a": [1, 2}', 'line 2, column 11'],
    ['{"a": 1} // end', 'line 1, column 10'],
    ['{"a": 1} {"b": 2}', 'line 1, column 10'],
    ['{"a": "line\nbreak"}', 'line 1, column 7'],
  ])('finds the first fault of %j', (text, place) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonFault(text, 32)).toBe(`is not JSON at ${place}`);
  });

  it('reads no deeper than the given limit, in a text of any depth', () => {
    expect(jsonFault('['.repeat(60_000), 32)).toBe('is not JSON at line 1, column 33');
  });
});
