import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../src/app.module';
import { setUp } from '../src/app.setup';
import { Environment } from '../src/platform/config/environment';
import { readEnvironment } from '../src/platform/config/read-environment';
import { createAdapter } from '../src/platform/http/adapter';
import { say, show } from './demo-print';
import type { Scene } from './demo-story';
import { freePort } from './free-port';

/** A story, and the variables of the server that it is played on. */
export interface Play {
  readonly scenes: (issuer: string) => readonly Scene[];
  /** Given a folder for files that the variables name; it is gone at the end. */
  readonly variables?: (folder: string) => Promise<Readonly<Record<string, string>>>;
}

/**
 * Plays a story against the real application in a temporary folder, of which nothing stays. What fails is printed, and
 * makes the exit code 1.
 */
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
  const app = await start(environment);
  try {
    await playScenes(environment.ISSUER, scenes(environment.ISSUER));
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** The application as main.ts starts it, except that nothing of this shell's environment reaches it. */
const start = async (environment: Environment): Promise<NestFastifyApplication> => {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(Environment)
    .useValue(environment)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createAdapter(environment), {
    bodyParser: false,
    logger: false,
  });
  await setUp(app);
  await app.listen(environment.PORT, environment.HOST);
  return app;
};

/** Sends one request after the other; throws when an answer is not the one that the story tells. */
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
      throw new Error(`the story tells of ${scene.expected} here, and the answer was ${response.status}`);
    answers.push(answer);
  }
  say('That was all. npm start serves the same on a file of your own.');
};
