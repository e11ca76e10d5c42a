import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preferredEditor } from '../../../platform/config/terminal-variables';
import { StartFailure } from '../../../platform/config/start-failure';
import { WrongCall } from '../exit-codes';

/**
 * What a person makes of a text in the editor of `VISUAL` or `EDITOR`. Throws {@link WrongCall} if there is no terminal or
 * no editor, and {@link StartFailure} if the editor fails or the text stays as it is.
 */
export const edited = async (before: string): Promise<string> => {
  const editor = preferredEditor();
  if (!process.stdin.isTTY || editor === undefined)
    throw new WrongCall('edit needs a terminal and an editor; set EDITOR, give a FILE, or write --set MEMBER=VALUE');
  const folder = await mkdtemp(join(tmpdir(), 'clientele-edit-'));
  try {
    const file = join(folder, 'client.json');
    await writeFile(file, `${before}\n`);
    // As git does, so that the variable may have options of the editor.
    const { status } = spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    if (status !== 0) throw new StartFailure('the editor failed; nothing was changed');
    const after = await readFile(file, 'utf8');
    if (after.trim() === before.trim()) throw new StartFailure('nothing was changed');
    return after;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
