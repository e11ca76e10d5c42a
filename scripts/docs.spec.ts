import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const ADR = 'docs/adr';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const files = [
  ...readdirSync(ROOT),
  ...['docs', 'src', 'test', 'scripts', 'bench', 'test-clients']
    .flatMap(filesIn)
    .filter((path) => !path.includes('node_modules')),
  'node_modules',
];
const pages = files.filter((path) => /^(docs\/.*|[^/]*)\.md$/.test(path));

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (page: string): string[] =>
  [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  it('links to what exists', () => {
    const targets = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target));
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      return !files.includes(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const commands = [...text(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

/** Pages about the code as it is; the changelog and the decisions are about the code as it was. */
it.each(pages.filter((page) => page !== 'CHANGELOG.md' && !page.startsWith(ADR)))(
  '%s names files that exist',
  (page) => {
    const named = [...text(page).matchAll(/`([\w./-]+\.ts)`/g)].map(([, name = '']) => name);
    const isThere = (name: string): boolean => files.some((path) => `/${path}`.endsWith(`/${name}`));
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  },
);

it('docs/adr/README.md lists every decision with its status', () => {
  const listed = [...text(`${ADR}/README.md`).matchAll(/^\| (\d+) +\| \[(.+?)\]\((.+?)\) +\| (.+?) +\|$/gm)];
  const files = listed.map(([, , , file = '']) => file);
  expect(files.sort()).toEqual(
    readdirSync(join(ROOT, ADR))
      .filter((file) => /^\d/.test(file))
      .sort(),
  );
  for (const [, number, title, file = '', status] of listed) {
    const [heading, , ownStatus = ''] = text(`${ADR}/${file}`).split('\n');
    expect([heading, ownStatus.split(': ').slice(0, 2).join(': ')]).toEqual([
      `# ${number}. ${title}`,
      `Status: ${status}`,
    ]);
  }
});
