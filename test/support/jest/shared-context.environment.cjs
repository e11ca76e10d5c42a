const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Jest replaces a worker whose heap is larger than `workerIdleMemoryLimit`, also if most of it is garbage. */
const MUCH_HEAP_BYTES = 320e6;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** What the process of jest itself goes on to use, and programs of the machine, which Node loads once. */
const KEPT = /[\\/]node_modules[\\/](@jest[\\/]|jest|expect[\\/])|\.node$/;
const GLOBAL_NAMES = new Set(Object.getOwnPropertyNames(globalThis));

/**
 * Coverage loads `src` for each file, whose decorators would add up in the packages; watching loads what has changed. Has
 * the next file load all modules again.
 */
const forgetModules = () => {
  for (const file of Object.keys(require.cache).filter((name) => !KEPT.test(name))) delete require.cache[file];
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !GLOBAL_NAMES.has(name));
  for (const name of names) Reflect.deleteProperty(globalThis, name);
};

const UUID_V7 = join(dirname(require.resolve('uuid')), 'v7.js');

/** What a file that changes the clock leaves behind: uuid makes no identifier older than its last one. Its state is new. */
const forgetLatestUuid = () => {
  const used = require.cache[UUID_V7];
  if (used === undefined) return;
  delete require.cache[UUID_V7];
  used.exports.default = require(UUID_V7).default;
  require.cache[UUID_V7] = used;
};

/** jest-circus keeps the tests of a file and who listens to them at the global object, which outlives the file here. */
const isOfCircus = ({ description }) => ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'].includes(description);

class WatchedFakeTimers extends ModernFakeTimers {
  wereUsed = false;

  useFakeTimers(options) {
    this.wereUsed = true;
    super.useFakeTimers(options);
  }
}

/**
 * Runs the test files of a worker in the context of Node itself, one after another. jest's own environment makes a
 * context for each file, with an `Error` and an `Array` of its own; modules that Node has loaded would not know them.
 */
module.exports = class SharedContextEnvironment {
  constructor({ globalConfig: { collectCoverage, watch, watchAll }, projectConfig }) {
    this.global = globalThis;
    this.replaced = { console: globalThis.console, exit: process.exit };
    this.needsNewModules = collectCoverage || watch || watchAll;
    Object.assign(globalThis, projectConfig.globals);
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null; // the legacy ones
    this.fakeTimersModern = new WatchedFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    globalThis.console = this.replaced.console;
    process.exit = this.replaced.exit;
    for (const key of Object.getOwnPropertySymbols(globalThis).filter(isOfCircus)) delete globalThis[key];
    if (this.needsNewModules) forgetModules();
    else if (this.fakeTimersModern.wereUsed) forgetLatestUuid();
    if (process.memoryUsage().heapUsed > MUCH_HEAP_BYTES) collectGarbage();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** No context but that of Node. */
  getVmContext() {
    return null;
  }
};
