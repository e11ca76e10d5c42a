import type { Issuer } from '../../core/issuer';

/** The name of the log in its checkpoints: the identifier of the issuer without its scheme, as is the custom. */
export const logNameOf = ({ identifier }: Issuer): string => `${identifier.replace(/^https?:\/\//, '')}/log`;
