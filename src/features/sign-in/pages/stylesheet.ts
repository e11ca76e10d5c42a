import { hash } from 'node:crypto';

/** Two colours of one use: on light pages and on dark ones, as `#rrggbb`. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** The style sheet of all pages, which stands in each of them, and the source that the content security policy names. */
export interface StyleSheet {
  readonly css: string;
  readonly source: string;
}

export const DEFAULT_ACCENT: Colour = { light: '#1d5fa8', dark: '#8ab8ef' };

/** The source of an inline style sheet or script (Content Security Policy Level 3 section 2.3.1). */
export const sourceOf = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

/** The style sheet with the colour of the operator for buttons and links. */
export const styleSheet = (accent: Colour): StyleSheet => {
  const css = `:root{color-scheme:light dark;${coloursOf(LIGHT, accent.light)}}
@media (prefers-color-scheme:dark){:root{${coloursOf(DARK, accent.dark)}}}
${RULES}`;
  return { css, source: sourceOf(css) };
};

const LIGHT = {
  page: '#f4f5f7',
  card: '#ffffff',
  text: '#1c2128',
  muted: '#58616b',
  line: '#dde1e6',
  field: '#8a939d',
  'notice-back': '#fdf6e3',
  'notice-line': '#d9b450',
  'notice-text': '#553f00',
};

const DARK: typeof LIGHT = {
  page: '#14171b',
  card: '#1d2126',
  text: '#e7eaee',
  muted: '#a3adb8',
  line: '#343a42',
  field: '#7d8792',
  'notice-back': '#2b2515',
  'notice-line': '#8f7430',
  'notice-text': '#f0dca6',
};

const coloursOf = (colours: Readonly<Record<string, string>>, accent: string): string =>
  Object.entries({ ...colours, accent, 'on-accent': textOn(accent) })
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Black or white, whichever can be read better on a colour (WCAG 2.2, relative luminance). */
const textOn = (colour: string): string => (1.05 / (luminanceOf(colour) + 0.05) >= 4.5 ? '#ffffff' : '#000000');

/** The relative luminance of a colour, from 0 to 1 (WCAG 2.2). */
const luminanceOf = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** How much two colours differ, from 1 to 21 (WCAG 2.2): text needs 4.5. */
export const contrastOf = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

/** The cards of both schemes, on which links have the colour of the operator. */
export const CARDS: Colour = { light: LIGHT.card, dark: DARK.card };

const RULES = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:1rem .75rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main,footer{width:100%;max-width:30rem}
body.wide>*{max-width:44rem}
header{display:flex;align-items:center;gap:.6rem;padding:.5rem .25rem 1rem;color:var(--muted);font-weight:600;overflow-wrap:anywhere}
header img{height:2rem;width:auto;max-width:60%}
main{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem 1.25rem;overflow-wrap:anywhere}
footer{padding:1rem .25rem;color:var(--muted);font-size:.8125rem}
h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.25;font-weight:650}
h1:focus{outline:none}
h2{margin:0 0 .5rem;font-size:.875rem;font-weight:600;color:var(--muted)}
p{margin:0 0 .75rem}
p:last-child{margin-bottom:0}
section{border-top:1px solid var(--line);padding:1.125rem 0}
section.first{border-top:0;padding-top:0}
main>section:last-child{padding-bottom:0}
a{color:var(--accent);text-underline-offset:.15em}
ul{list-style:none;margin:0;padding:0}
li+li{margin-top:.625rem}
bdi.code,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
.small{font-size:.875rem;color:var(--muted)}
.host{display:block;margin:.125rem 0 .5rem;font-size:1.5rem;line-height:1.25;font-weight:700;letter-spacing:-.01em;color:var(--text)}
h2.place{margin:0 0 .25rem;font-size:1.0625rem;font-weight:650;color:var(--text)}
.name{display:block;font-weight:600}
.notice{margin:.75rem 0;padding:.625rem .875rem;border:1px solid var(--notice-line);border-radius:.625rem;background:var(--notice-back);color:var(--notice-text);font-size:.9375rem}
.done{padding:.25rem .875rem;border-inline-start:.25rem solid var(--accent)}
.scope{display:grid;grid-template-columns:1.25rem 1fr;gap:.75rem;align-items:start;cursor:pointer}
.scope input{width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
.new{display:inline-block;margin-inline-start:.4rem;padding:0 .45rem;border:1px solid var(--accent);border-radius:1rem;color:var(--accent);font-size:.75rem;font-weight:600}
.account{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:baseline}
button,.button{display:inline-block;min-height:3rem;padding:.6875rem 1.125rem;border:1px solid var(--field);border-radius:.625rem;background:var(--card);color:var(--text);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--text)}
.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.plain{min-height:1.75rem;padding:0;border:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline;text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.choices{display:grid;gap:.75rem;margin-top:1.25rem}
section .choices{margin-top:0}
details{margin:0 0 .75rem}
summary{cursor:pointer}
details[open]>summary{margin-bottom:.5rem}
.grant{display:grid;gap:.75rem}
.grant dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:0;font-size:.9375rem}
.grant dt{color:var(--muted)}
.grant dd{margin:0}
[hidden]{display:none}
@media (min-width:30em){body{padding:3rem 1rem}main{padding:2rem}.choices.pair{grid-template-columns:1fr 1fr}.grant{grid-template-columns:1fr auto;align-items:start}}
@media (max-width:22em){.grant dl{grid-template-columns:1fr}.grant dd{margin-bottom:.35rem}}
@media (forced-colors:active){.notice,.main{border-width:2px}}`;
