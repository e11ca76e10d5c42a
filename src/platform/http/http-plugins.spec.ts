import fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { Issuer } from '../../core/issuer';
import { readEnvironment } from '../config/read-environment';
import { httpPlugin } from './http-plugin';
import { HTTP_PLUGINS, registerHttpPlugins } from './http-plugins';

/** What fastify-plugin writes on a plugin. */
const META = Symbol.for('plugin-meta');
const metaOf = (plugin: unknown): { name: string; dependencies: string[] } => ({
  dependencies: [],
  ...(plugin as { [META]: { name: string; dependencies?: string[] } })[META],
});

const options = {
  environment: readEnvironment({ NODE_ENV: 'test' }),
  logger: pino({ level: 'silent' }),
  issuers: { resolve: () => new Issuer('https://as.example') },
};

/** The error with which these plugins end the start of a server. */
const failureOf = async (plugins: typeof HTTP_PLUGINS): Promise<unknown> => {
  const server: FastifyInstance = fastify();
  try {
    for (const plugin of plugins) await server.register(plugin, options);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await server.close();
  }
};

describe('the plugins of Fastify', () => {
  const dependent = HTTP_PLUGINS.filter((plugin) => metaOf(plugin).dependencies.length > 0);

  it('start in the order of the list', async () => {
    const server = fastify();
    await registerHttpPlugins(server, options);
    for (const plugin of HTTP_PLUGINS) expect(server.hasPlugin(metaOf(plugin).name)).toBe(true);
    await server.close();
  });

  it('one that throws ends the start with its error', async () => {
    const broken = httpPlugin({ name: 'broken' }, () => {
      throw new Error('broken');
    });
    expect(await failureOf([broken])).toMatchObject({ message: 'broken' });
  });

  it('some need others before them', () => {
    expect(dependent.map((plugin) => metaOf(plugin).name)).toEqual(
      expect.arrayContaining(['request-head', 'overload', 'require-tls']),
    );
  });

  it.each(
    dependent.flatMap((plugin) => metaOf(plugin).dependencies.map((needed) => [metaOf(plugin).name, needed] as const)),
  )('%s without %s before it ends the start', async (name, needed) => {
    const [moved] = HTTP_PLUGINS.filter((plugin) => metaOf(plugin).name === needed);
    const missing = HTTP_PLUGINS.filter((plugin) => plugin !== moved);
    const late = [...missing, ...(moved ? [moved] : [])];
    for (const plugins of [missing, late])
      expect(await failureOf(plugins)).toMatchObject({ message: expect.stringContaining(`'${needed}'`) });
    expect(moved).toBeDefined();
    expect(name).not.toBe(needed);
  });
});
