import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..');

/** A path behind an issuer: in a template, such as `${ISSUER}/register`, or behind a plus. */
const COMPOSED =
  /\$\{[^}]*\b(?:ISSUER|MTLS_ADDRESS|identifier|[a-zA-Z]*[iI]ssuer)\}\/|\b(?:ISSUER|MTLS_ADDRESS|identifier|tokenIssuer)\s*\+\s*['"`/]/;

const composedIn = (source: string): string[] => source.split('\n').filter((line) => COMPOSED.test(line));

describe('addresses of the server', () => {
  it.each([
    'const address = `${ISSUER}/register`;',
    'const address = `${this.environment.ISSUER}/token`;',
    'const address = `${context.issuer.identifier}/register/${client_id}`;',
    'const address = `${issuer}/token`;',
    'const address = `${tokenIssuer}/token`;',
    "const address = environment.MTLS_ADDRESS + '/token';",
    "const address = ISSUER + '/register';",
  ])('composed as %s are found', (line) => {
    expect(composedIn(line)).toEqual([line]);
  });

  it.each(['const address = issuer.addressOf(path);', 'const name = `${issuer.identifier} is the issuer`;'])(
    '%s is none',
    (line) => {
      expect(composedIn(line)).toEqual([]);
    },
  );

  it('are composed by src/core/issuer.ts only', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== join('core', 'issuer.ts'),
    );
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) =>
      composedIn(readFileSync(join(SRC, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
