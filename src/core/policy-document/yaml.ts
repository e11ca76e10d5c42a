import type * as Yaml from 'yaml';

/** The library for YAML, loaded for the first document: most servers have none. */
export const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;
