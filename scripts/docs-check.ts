import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the pages say about the repository: their links, commands, files and the table of decisions. `npm run check:docs` */
const ROOT = join(__dirname, '..');
const DECISIONS = 'docs/adr';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const files = [
  ...readdirSync(ROOT),
  ...['docs', 'src', 'test', 'scripts', 'bench', 'test-clients', 'examples']
    .flatMap(filesIn)
    .filter((path) => !path.includes('node_modules')),
  'node_modules',
];
const pages = files.filter((path) => /^(docs\/.*|[^/]*)\.md$/.test(path));
const tests = files.filter((path) => /\.(e2e-)?spec\.ts$/.test(path));
const scriptsOf = (folder = ''): Readonly<Record<string, string>> =>
  (JSON.parse(text(join(folder, 'package.json'))) as { scripts: Readonly<Record<string, string>> }).scripts;
const scripts = scriptsOf();

/** The first group of every match. */
const found = (pattern: RegExp, page: string): string[] =>
  [...text(page).matchAll(pattern)].map(([, group = '']) => group);

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (page: string): string[] =>
  found(/^#+ (.*)$/gm, page).map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const brokenLinks = (page: string): string[] =>
  found(/\]\(([^)\s]+)\)/g, page)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      return !files.includes(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    })
    .map((target) => `links to ${target}, which does not exist`);

/** Whether the folder of the program that a script of package.json starts declares the option. */
const knowsOption = (script: string, option: string): boolean => {
  const [program = ''] = /(bench|scripts|src|dist|test-clients)\/\S+/.exec(scripts[script] ?? '') ?? [];
  const folder = dirname(program.replace(/^dist/, 'src'));
  const declaration = new RegExp(`--${option}\\b|'${option}'|\\s${option}: `);
  return files
    .filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.ts'))
    .some((path) => declaration.test(text(path)));
};

const wrongCommands = (page: string): string[] => [
  ...[...text(page).matchAll(/npm run (?:-s )?([a-z:-]+)(?: --prefix ([\w/-]+))?(?: -- ([^\n`#]*))?/g)].flatMap(
    ([, name = '', folder, parameters = '']) => {
      if (!(name in scriptsOf(folder))) return [`names npm run ${name}, which does not exist`];
      return [...parameters.matchAll(/--([a-z-]+)/g)]
        .filter(([, option = '']) => !knowsOption(name, option))
        .map(([option]) => `names npm run ${name} -- ${option}, an option that does not exist`);
    },
  ),
  ...found(/npx jest ([a-z][\w/.-]*)/g, page)
    .filter((pattern) => !tests.some((path) => path.includes(pattern)))
    .map((pattern) => `names npx jest ${pattern}, which runs no test`),
  ...found(/node dist\/([\w/.-]+)\.js/g, page)
    .filter((program) => !files.includes(`src/${program}.ts`))
    .map((program) => `names node dist/${program}.js, which the build does not make`),
];

/** Names of tests in quotes behind a link to their file, as in SECURITY.md. */
const missingTests = (page: string): string[] =>
  [...text(page).matchAll(/\]\(([^)#\s]+\.(?:spec|e2e-spec)\.ts)\):\s+"([^"]+)"/g)].flatMap(
    ([, target = '', quoted = '']) => {
      const file = join(dirname(page), target);
      const words = quoted.replace(/\s+/g, ' ');
      return !files.includes(file) || text(file).includes(words)
        ? []
        : [`names the test ${words}, which ${file} does not have`];
    },
  );

/** Not for the changelog and the decisions: they are about the code as it was. */
const missingFiles = (page: string): string[] =>
  page === 'CHANGELOG.md' || page.startsWith(DECISIONS)
    ? []
    : found(/`([\w./-]+\.ts)`/g, page)
        .filter((name) => !files.some((path) => `/${path}`.endsWith(`/${name}`)))
        .map((name) => `names ${name}, which does not exist`);

/** The table of docs/adr/README.md lists every decision with its title and status. */
const wrongDecisions = (): string[] => {
  const rows = [...text(`${DECISIONS}/README.md`).matchAll(/^\| (\d+) +\| \[(.+?)\]\((.+?)\) +\| (.+?) +\|$/gm)];
  const listed = new Map(rows.map(([, number, title, file = '', status]) => [file, { number, title, status }]));
  const decisions = readdirSync(join(ROOT, DECISIONS)).filter((file) => /^\d/.test(file));
  return [
    ...[...listed.keys()]
      .filter((file) => !decisions.includes(file))
      .map((file) => `lists ${file}, which is not there`),
    ...decisions.flatMap((file) => {
      const row = listed.get(file);
      if (!row) return [`does not list ${file}`];
      const [heading, , status = ''] = text(`${DECISIONS}/${file}`).split('\n');
      return [
        ...(heading === `# ${row.number}. ${row.title}` ? [] : [`has another number or title than ${file}`]),
        ...(status.split(': ').slice(0, 2).join(': ') === `Status: ${row.status}`
          ? []
          : [`has another status than ${file}`]),
      ];
    }),
  ].map((mistake) => `${DECISIONS}/README.md ${mistake}`);
};

const mistakes = [
  ...pages.flatMap((page) =>
    [...brokenLinks(page), ...wrongCommands(page), ...missingFiles(page), ...missingTests(page)].map(
      (mistake) => `${page} ${mistake}`,
    ),
  ),
  ...wrongDecisions(),
];
for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exitCode = 1;
