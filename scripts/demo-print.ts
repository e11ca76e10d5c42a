import { styleText } from 'node:util';
import type { DemoRequest } from './demo-story';

type Style = Parameters<typeof styleText>[0];

/** Colour for terminals that have it, unless NO_COLOR (no-color.org) asks for none. */
const inColour = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

const styled = (style: Style, text: string): string => (inColour ? styleText(style, text) : text);

/** Prints a sentence to the reader. */
export const say = (text: string): void => {
  console.log(`\n${styled('dim', text)}`);
};

/** Prints one request and its answer under a title. */
export const show = (title: string, request: DemoRequest, { status, statusText }: Response, answer: object): void => {
  const { method, path, headers = {}, body } = request;
  console.log(`\n${styled(['bold', 'cyan'], title)}\n`);
  console.log(styled('bold', `${method} ${path}`));
  for (const [name, value] of Object.entries(headers)) console.log(`${styled('dim', `${name}:`)} ${brief(value)}`);
  if (body !== undefined) console.log(`\n${brief(isForm(request) ? body.replaceAll('&', '\n&') : readable(body))}`);
  console.log(`\n${styled(['bold', status < 400 ? 'green' : 'red'], `${status} ${statusText}`)}`);
  if (Object.keys(answer).length > 0) console.log(brief(readable(JSON.stringify(answer))));
};

const isForm = ({ headers }: DemoRequest): boolean => headers?.['Content-Type']?.endsWith('form-urlencoded') === true;

/** The middle of a JWT is of no interest here. */
const brief = (text: string): string => text.replaceAll(/(eyJ[\w-]{20})[\w-]*\.[\w-]+\.[\w-]*([\w-]{8})/g, '$1...$2');

/** JSON with its member names set apart, and lists of texts on one line; a JWT as it is. */
const readable = (json: string): string => (json.startsWith('eyJ') ? json : coloured(json));

const coloured = (json: string): string =>
  JSON.stringify(JSON.parse(json), undefined, 2)
    .replaceAll(
      /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g,
      (_list, items: string) => `[${items.replaceAll(/\s+"/g, ' "')}]`,
    )
    .replaceAll(/^(\s*)("[^"]+")(?=:)/gm, (_line, indent: string, name: string) => indent + styled('yellow', name));
