import { readableText } from './readable-text';

describe('a text of somebody else', () => {
  it.each([
    ['an override of direction', 'Notes\u202egpj.exe', 'Notesgpj.exe'],
    ['isolates and marks', '\u2066Not\u200fes\u2069', 'Notes'],
    ['spaces without width', 'No\u200bt\ufeffe\u2060s', 'Notes'],
    ['controls and new lines', 'No\u0000te\ns\u001b[31m', 'Notes[31m'],
    ['separators of lines', 'No\u2028tes', 'Notes'],
    ['tag characters', 'Notes\u{e0041}\u{e007f}', 'Notes'],
    ['letters that look like nothing', 'No\u3164tes\u2800', 'Notes'],
    ['many spaces', '  No   tes ', 'No tes'],
    ['unpaired surrogates', 'No\ud800tes', 'Notes'],
  ])('loses %s', (_what, text, readable) => {
    expect(readableText(text)).toBe(readable);
  });

  it('keeps letters of all scripts', () => {
    for (const text of ['Übersicht', 'مذكرات', 'メモ帳', 'नोट्स'])
      expect(readableText(text)).toBe(text.normalize('NFC'));
  });

  it('has two accents on a letter at most', () => {
    expect(readableText(`a${'\u0330'.repeat(40)}b`)).toBe('a\u0330\u0330b');
  });

  it('has 80 characters at most, the last of them an ellipsis', () => {
    expect(readableText('x'.repeat(80))).toBe('x'.repeat(80));
    expect(readableText('😀'.repeat(81))).toBe(`${'😀'.repeat(79)}…`);
  });
});
