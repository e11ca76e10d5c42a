import type { Client } from './client.entity';

/** Whether an operator made the client: it is of the environment, a registrar, or was registered by an administrator or a command. */
export const isMadeByOperator = ({ origin, lineage }: Pick<Client, 'origin' | 'lineage'>): boolean =>
  origin === 'environment' || origin === 'registrar' || lineage?.is_made_by_operator === true;
