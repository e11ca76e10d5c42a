import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrivateFile } from './create-private-file';

describe('a private file', () => {
  it('is only for its owner, also if new files are for everybody', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-private-'));
    const umask = process.umask(0);
    try {
      await createPrivateFile('FILE', join(folder, 'secret'), 'text');
    } finally {
      process.umask(umask);
    }
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    await expect(createPrivateFile('FILE', join(folder, 'secret'), 'text')).rejects.toThrow(/^FILE: .*EEXIST/);
    expect(await readdir(folder)).toEqual(['secret']);
    await rm(folder, { recursive: true });
  });
});
