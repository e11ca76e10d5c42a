const { createRequire } = require('node:module');
const { dirname, isAbsolute, join, resolve, sep } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const isFile = (name) => name.startsWith('.') || isAbsolute(name);

/**
 * jest-circus follows tests by AsyncLocalStorage, which it needs to repeat tests and to run several at once. In Node 20 that
 * makes each promise slower, and each timer keeps the test that started it in memory.
 */
const ASYNC_HOOKS = {
  AsyncLocalStorage: class {
    run(_store, work) {
      return work();
    }
    getStore() {
      return undefined;
    }
  },
};

/** The latest runtime, whose transformation compiles what Node loads. */
let latest;

require.extensions['.ts'] = (module, filename) => module._compile(latest.transformCache.transform(filename), filename);

/**
 * Leaves packages, `src`, `scripts` and `bench` to Node, which loads them once for a worker. jest loads all that a test
 * file uses again for that file, which took half of the time of the suite. `test` is loaded for each file, as always:
 * its helpers have state. Needs the environment `shared-context`.
 */
module.exports = class SharedModulesRuntime extends Runtime {
  constructor(...options) {
    super(...options);
    latest = this;
    const { executor } = this;
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModuleOrMock(from, name) {
    return this.isOfTheFile(from, name) ? super.requireModuleOrMock(from, name) : createRequire(from)(name);
  }

  /** The parts of jest; jest-circus itself, which is asked for by its path, has the state of one file. */
  requireInternalModule(from, name) {
    if (name === undefined) return super.requireInternalModule(from);
    return name === 'node:async_hooks' ? ASYNC_HOOKS : createRequire(from)(name);
  }

  /** Coverage counts in the files that jest loads. */
  isOfTheFile(from, name) {
    if (!isFile(name)) return name === '@jest/globals';
    const tests = join(this._config.rootDir, 'test', sep);
    return resolve(dirname(from), name).startsWith(tests) || this._coverageOptions.collectCoverage;
  }
};
