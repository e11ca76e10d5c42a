import { join } from 'node:path';

/** The files of all entities of this program: what reads every table knows a new entity as soon as it has its file. */
export const ALL_ENTITIES: readonly string[] = [join(__dirname, '..', '..', '**', '*.entity.{js,ts}')];
