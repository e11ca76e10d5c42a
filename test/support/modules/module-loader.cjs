const Module = require('node:module');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { constants, Script } = require('node:vm');

// V8 accepts compiled code only from a process with the same flags. main.ts sets this one after it has loaded some modules.
setFlagsFromString('--no-allocation-site-pretenuring');

/** A recording: an index as JSON, and the sources and the compiled code of all modules, one after another. */
exports.INDEX = join(__dirname, 'modules.json');
exports.MODULES = join(__dirname, 'modules.bin');

/** Names what a module of a folder requires. */
exports.placeKey = (folder, name) => `${folder}\0${name}`;

/** Compiles the source of a module, or takes the code that V8 once made of it. */
exports.compile = (source, filename, cachedData) =>
  new Script(Module.wrap(source.replace(/^#!.*/, '')), {
    filename,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });

/** Runs a compiled module as Node does. */
exports.run = (script, module, filename) => {
  const require = Object.assign((name) => module.require(name), {
    resolve: (name, options) => Module._resolveFilename(name, module, false, options),
    main: process.mainModule,
    extensions: Module._extensions,
    cache: Module._cache,
  });
  script.runInThisContext().call(module.exports, module.exports, require, module, filename, dirname(filename));
};
