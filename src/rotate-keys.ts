import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from './config/config.module';
import { DatabaseModule } from './database/database.module';
import { KeyRotation } from './keys/key-rotation';
import { KeysModule } from './keys/keys.module';
import { SecretsModule } from './secrets/secrets.module';

const DROP_OLD = '--drop-old';
const USAGE = `usage: rotate-keys [${DROP_OLD}]`;

@Module({ imports: [ConfigModule, DatabaseModule, SecretsModule, KeysModule] })
class RotateKeysModule {}

/** `npm run keys:rotate`: the next keys are published and soon sign; with `--drop-old` at once, and the others are gone. */
const rotateKeys = async (words: readonly string[]): Promise<void> => {
  if (words.some((word) => word !== DROP_OLD)) throw new Error(USAGE);
  const app = await NestFactory.createApplicationContext(RotateKeysModule, { logger: ['error'], abortOnError: false });
  try {
    const rings = await app.get(KeyRotation).rotate({ dropOld: words.includes(DROP_OLD) });
    for (const { alg, kid, signs_from } of rings)
      process.stdout.write(`${alg} ${kid} signs from ${signs_from.toISOString()}\n`);
  } finally {
    await app.close();
  }
};

rotateKeys(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
