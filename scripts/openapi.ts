import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { AppModule } from '../src/app.module';
import { readEnvironment } from '../src/platform/config/read-environment';
import { createAdapter } from '../src/platform/http/adapter';
import { EXAMPLE_ISSUER } from '../src/platform/openapi/callers';
import { openApiDocument } from '../src/features/openapi/document';
import { documentedServer } from '../src/features/openapi/documented-server';
import { operatorPolicy } from '../src/clients/operator-policy';
import { issuerOf } from '../src/platform/config/issuer';
import { eventReference } from './event-docs';
import { importReference } from './import-docs';
import { metadataReference } from './metadata-docs';

/** What is generated stands for a server with the defaults. */
const environment = readEnvironment({
  ISSUER: EXAMPLE_ISSUER,
  TRUST_PROXY: '127.0.0.1',
  REGISTRAR_CLIENT_SECRET: 'never used',
  DATABASE_URL: 'sqlite::memory:',
  LOG_LEVEL: 'silent',
});

/** `docs/openapi.json`, `docs/METADATA.md`, `docs/EVENTS.md` and `docs/IMPORTED-MEMBERS.md` follow the code; `--check` only
 * compares. Both lint the document. */
const main = async (isCheck: boolean): Promise<void> => {
  const openapi = `${JSON.stringify(await generate(), undefined, 2)}\n`;
  await lint(openapi);
  const wanted = {
    'docs/openapi.json': openapi,
    'docs/METADATA.md': await metadataReference(environment),
    'docs/EVENTS.md': await eventReference(),
    'docs/IMPORTED-MEMBERS.md': await importReference(),
  };
  for (const [path, text] of Object.entries(wanted)) {
    const isSame = (await readFile(path, 'utf8').catch(() => '')) === text;
    if (!isSame && isCheck) throw new Error(`${path} does not follow the code; run npm run openapi:generate`);
    if (!isSame) await writeFile(path, text);
  }
};

/**
 * The document of the whole application, with the endpoints of sign-in. It is put together and not started: no database, no
 * port. The metadata are those of a server with the defaults, because sign-in leaves out the members that it does not read.
 */
const generate = async (): Promise<object> => {
  const modules = AppModule.for({ SIGN_IN_UPSTREAMS: [{}] });
  const app = await NestFactory.create<NestFastifyApplication>(modules, createAdapter(environment), {
    bodyParser: false,
    logger: false,
    preview: true,
    abortOnError: false,
  });
  const server = documentedServer(environment, issuerOf(environment), operatorPolicy(environment));
  return openApiDocument(app, { ...server, hasSignIn: true });
};

/** Refuses errors and warnings of the recommended rules. */
const lint = async (source: string): Promise<void> => {
  const problems = await lintFromString({ source, config: await createConfig({ extends: ['recommended'] }) });
  for (const { ruleId, severity, message, location } of problems)
    console.error(`${severity} ${ruleId} ${location[0]?.pointer ?? ''}: ${message}`);
  if (problems.length > 0) throw new Error('docs/openapi.json has faults');
};

main(process.argv.includes('--check')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
