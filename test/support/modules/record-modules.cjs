const { writeFileSync } = require('node:fs');
const Module = require('node:module');
const { compile, INDEX, MODULES, placeKey, run } = require('./module-loader.cjs');

const { _resolveFilename: resolve } = Module;
const { _compile: compileByNode } = Module.prototype;
const places = {};
const compiled = new Map();

Module._resolveFilename = (name, parent, isMain, options) => {
  const filename = resolve(name, parent, isMain, options);
  if (options === undefined && parent?.path !== undefined) places[placeKey(parent.path, name)] = filename;
  return filename;
};

Module.prototype._compile = function (source, filename, format) {
  if (format === 'module') return compileByNode.call(this, source, filename, format);
  const script = compile(source, filename);
  compiled.set(filename, { source, script });
  return run(script, this, filename);
};

/** At its end, the process writes the modules that it loaded, with the code of all functions that it ran. */
process.on('exit', () => {
  const modules = {};
  const parts = [];
  let position = 0;
  for (const [filename, { source, script }] of compiled) {
    const [text, code] = [Buffer.from(source), script.createCachedData()];
    modules[filename] = [position, text.length, code.length];
    parts.push(text, code);
    position += text.length + code.length;
  }
  writeFileSync(MODULES, Buffer.concat(parts));
  writeFileSync(INDEX, JSON.stringify({ places, modules }));
});
