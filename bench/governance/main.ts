import { parseArgs } from 'node:util';
import { warmedUp } from '../check/rounds';
import { leavingNothing } from '../support/cleanup';
import { temporaryFolder } from '../support/folder';
import { startDatabaseServer } from '../support/postgres';
import { buildProduct } from '../support/prepare';
import { type Figures, figuresOf, ratiosOf } from './figures';
import { governedSide, plainSide, type Side } from './side';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.5' },
    databases: { type: 'string', default: 'sqlite,postgres' },
  },
});

/**
 * Compares registrations with a policy, an initial access token and a quota with those of the registrar of the
 * environment, and both with those of another build if its folder is given: one after the other within the same
 * seconds and in changing order, so that what else the machine does meets all of them.
 */
const compare = async (): Promise<void> => {
  buildProduct();
  for (const engine of values.databases.split(',').filter(Boolean)) {
    const sides = await sidesOn(engine, positionals[0]);
    await warmedUp(sides);
    const rounds: (readonly Figures[])[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1)
      rounds.push(await figuresOf(sides, round, Number(values.seconds)));
    for (const line of ratiosOf(sides, rounds)) console.log(`${engine}: ${line}`);
    for (const { server, shooter } of sides) {
      await shooter.close();
      await server.process.stop();
    }
  }
};

/** The one that the others are compared with comes first. */
const sidesOn = async (engine: string, otherBuild: string | undefined): Promise<readonly Side[]> => {
  const folder = await temporaryFolder();
  const databases = engine === 'postgres' ? await startDatabaseServer(folder) : undefined;
  const urlOf = async (name: string): Promise<string> =>
    (await databases?.database(name)) ?? `sqlite:${folder}/${name}.sqlite`;
  return [
    ...(otherBuild === undefined ? [] : [await plainSide('other', await urlOf('other'), folder, otherBuild)]),
    await plainSide('plain', await urlOf('plain'), folder),
    await governedSide('governed', await urlOf('governed'), folder),
  ];
};

void leavingNothing(compare);
