import { printable, printableLine } from './printable';

describe('a text for a terminal', () => {
  it.each([
    ['a client\u001b[2J', 'a client\\u001b[2J'],
    ['\u009b2J and \u007f', '\\u009b2J and \\u007f'],
    ['one\r\ntwo', 'one\\u000d\ntwo'],
    ['evil \u202egnp.exe\u2066', 'evil \\u202egnp.exe\\u2066'],
    ['Zürich \u6f22 \u{1f98a}', 'Zürich \u6f22 \u{1f98a}'],
  ])('%j is %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('may be of one line', () => {
    expect(printableLine('one\ntwo\r')).toBe('one\\u000atwo\\u000d');
  });

  it('stays the same JSON', () => {
    const value = { agent: '\u009b2J\u202e\u2028"\\\n\u0000' };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });
});
