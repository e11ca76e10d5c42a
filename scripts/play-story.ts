import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../src/platform/config/read-environment';
import { say, show } from './demo-print';
import type { Scene } from './demo-story';
import { freePort } from './free-port';
import { startApplication } from './start-application';

/** A story, and the variables of the server that it is played on. */
export interface Play {
  readonly scenes: (issuer: string) => readonly Scene[];
  /** Takes a temporary folder for files that the variables name. */
  readonly variables?: (folder: string) => Promise<Readonly<Record<string, string>>>;
}

/** Plays a story against the real application, in a folder that is removed at the end. Exits 1 if a step fails. */
export const playStory = (play: Play): void => {
  playOnServer(play).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
};

const playOnServer = async ({ scenes, variables }: Play): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-demo-'));
  const port = await freePort();
  const environment = readEnvironment({
    PORT: String(port),
    ISSUER: `http://127.0.0.1:${port}`,
    DATABASE_URL: `sqlite:${join(folder, 'demo.sqlite')}`,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    ...(await variables?.(folder)),
  });
  const app = await startApplication(environment);
  try {
    await playScenes(environment.ISSUER, scenes(environment.ISSUER));
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Sends one request after the other; throws if a response does not have the status of the story. */
const playScenes = async (issuer: string, scenes: readonly Scene[]): Promise<void> => {
  say(`A fresh Clientele serves on ${issuer}; it is gone when this is over.`);
  const answers: Record<string, unknown>[] = [];
  for (const [index, scene] of scenes.entries()) {
    const { path, ...request } = await scene.request(answers);
    const response = await fetch(`${issuer}${path}`, request);
    const text = await response.text();
    const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    show(`${index + 1}. ${scene.title}`, { ...request, path }, response, answer);
    if (response.status !== scene.expected)
      throw new Error(`this step expects ${scene.expected}, and the response was ${response.status}`);
    answers.push(answer);
  }
  say('That was all. npm start serves the same on a file of your own.');
};
