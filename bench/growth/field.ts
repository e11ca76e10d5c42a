import { Shooter } from '../load/shooter';
import { type Services, startServices } from '../product';
import { atEnd } from '../support/cleanup';
import { ClienteleServer, REGISTRAR_CLIENT_SECRET } from '../support/clientele-server';
import { UNSHED } from '../load/unshed';
import { cpuSeconds, cpuSecondsOfFamily, readBytes, readBytesOfFamily } from '../support/process-usage';
import type { Registry } from './registries';
import { SECRET_KEYS } from './seeded-client';

/** CPU time in seconds of the process that works and of its database server, and the bytes that both read from disks. */
export interface Cpu {
  readonly own: number;
  readonly database: number;
  readonly readBytes: number;
}

/** A registry, a server on it, and in this process the services of the product that have no endpoint. */
export interface Field {
  readonly registry: Registry;
  readonly shooter: Shooter;
  readonly registrarToken: string;
  readonly services: Services;
  /** From the start of the process to its first answer, in milliseconds; and the CPU time of that. */
  readonly start: { readonly ms: number; readonly cpuMs: number };
  /** The size of the smallest registry that is measured beside this one. */
  readonly smallest: number;
  /** What the server has used until now. */
  readonly serverCpu: () => Cpu;
  /** What this process has used until now. */
  readonly ownCpu: () => Cpu;
  /** A second call does nothing. */
  readonly close: () => Promise<void>;
}

export interface FieldOptions extends Pick<Field, 'smallest'> {
  /** For the logs of the servers. */
  readonly folder: string;
  readonly connections: number;
}

/** Starts both. They are gone at the end of the run. */
export const openField = async (
  registry: Registry,
  { folder, connections, smallest }: FieldOptions,
): Promise<Field> => {
  const { engine, size, url, postgresPid } = registry;
  const began = performance.now();
  const server = await ClienteleServer.start({
    name: `${engine}-${size}`,
    folder,
    databaseUrl: url,
    environment: { SECRET_KEYS, ...UNSHED },
  });
  const start = { ms: performance.now() - began, cpuMs: cpuSeconds(server.process.pid) * 1000 };
  const registrarToken = await server.registrarToken();
  const services = await startServices({ DATABASE_URL: url, SECRET_KEYS, REGISTRAR_CLIENT_SECRET });
  const shooter = new Shooter(server.origin, connections);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await Promise.all([shooter.close(), services.close()]);
    await server.process.stop();
  };
  atEnd(close);
  const databaseCpu = (): number => (postgresPid === undefined ? 0 : (cpuSecondsOfFamily(postgresPid) ?? 0));
  const ofDatabaseAnd = (pid: number): Pick<Cpu, 'database' | 'readBytes'> => ({
    database: databaseCpu(),
    readBytes: (readBytes([pid]) ?? 0) + (postgresPid === undefined ? 0 : (readBytesOfFamily(postgresPid) ?? 0)),
  });
  return {
    registry,
    shooter,
    registrarToken,
    services,
    start,
    smallest,
    serverCpu: () => ({ own: cpuSeconds(server.process.pid), ...ofDatabaseAnd(server.process.pid) }),
    close,
    ownCpu: () => ({ own: ownCpuSeconds(), ...ofDatabaseAnd(process.pid) }),
  };
};

const ownCpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};
