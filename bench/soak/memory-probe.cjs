'use strict';
/** Loaded before the server's own code: writes what Node knows about its memory, once a second, a line each. */
const { appendFileSync } = require('node:fs');
const { setInterval } = require('node:timers');

const EVERY_MS = 1000;
const file = process.env.SOAK_MEMORY_FILE;
const write = () => {
  const { rss, heapUsed, external } = process.memoryUsage();
  appendFileSync(file, `${JSON.stringify({ rss, heapUsed, external })}\n`);
};
if (file !== undefined) {
  write();
  setInterval(write, EVERY_MS).unref();
}
