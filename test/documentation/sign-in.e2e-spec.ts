import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidDocument, sentencesOf } from '../../src/core/policy-document/document-faults';
import { readUpstreams } from '../../src/platform/config/upstreams/sign-in-upstreams';

describe('docs/SIGN-IN.md', () => {
  let folder: string;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-documented-'));
    await writeFile(join(folder, 'secret'), 'a secret');
    page = await readFile(join(__dirname, '..', '..', 'docs', 'SIGN-IN.md'), 'utf8');
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('has examples of upstreams that the server accepts', () => {
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(5);
    for (const example of examples) {
      const read = readUpstreams(example, folder);
      expect(read instanceof InvalidDocument ? sentencesOf('example', read) : []).toEqual([]);
    }
  });

  it('describes every member', () => {
    const read = readUpstreams('{"upstreams":[{"unknown":1}]}', folder);
    const [sentence = ''] =
      read instanceof InvalidDocument ? sentencesOf('', read).filter((one) => one.includes('unknown')) : [];
    const members = (/must be one of ([^;]*);/.exec(sentence)?.[1] ?? '').split(', ');
    expect(members.length).toBeGreaterThan(20);
    for (const member of members) expect(page).toContain(`\`${member}\``);
  });
});
