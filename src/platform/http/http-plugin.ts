import type { FastifyInstance, FastifyPluginCallback, FastifyPluginOptions } from 'fastify';
import plugin, { type PluginMetadata } from 'fastify-plugin';
import type { Logger } from 'pino';
import type { Environment } from '../config/environment';
import type { IssuerResolver } from './issuer-resolver';

/** The configuration of the plugins of this folder. */
export interface HttpPluginOptions {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly issuers: IssuerResolver;
}

/** A plugin that reads these variables only. */
export interface Variables<Name extends keyof Environment> {
  readonly environment: Pick<Environment, Name>;
}

/**
 * A plugin for all routes of the server, with its name and the names of the plugins that it needs before it. `add` adds
 * its hooks. If `add` throws, the start fails at once; Fastify alone would wait until a time-out.
 */
export const httpPlugin = <Options extends FastifyPluginOptions = object>(
  { name, dependencies = [] }: Pick<PluginMetadata, 'dependencies'> & { readonly name: string },
  add: (fastify: FastifyInstance, options: Options) => void,
): FastifyPluginCallback<Options> =>
  plugin<Options>(
    (fastify, options, done) => {
      try {
        add(fastify, options);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    { name, dependencies },
  );
