import { randomInt } from 'node:crypto';
import { documentedBlock, replaced } from '../support/documented';

/** The addresses of one run: loopback addresses, each with the ports that the documentation has. */
const network = `127.${randomInt(1, 250)}.${randomInt(1, 250)}`;

/** A machine of the documentation, by the last number of its address there. */
const address = (machine: number): string => `${network}.${machine}`;

export const MACHINES = { a: address(1), b: address(2), etcd: address(3), proxy: address(4) } as const;

/** Of all roles of PostgreSQL here. */
export const PASSWORD = 'the password of this test';

/** A configuration of docs/SCALING.md, with the addresses of this run, and other texts replaced. */
export const documented = (language: string, replacements: Readonly<Record<string, string>> = {}): string => {
  const text = replaced(documentedBlock('SCALING.md', language), replacements);
  return text.replaceAll('10.0.0.0/8', '127.0.0.0/8').replaceAll('10.0.0.', `${network}.`);
};
