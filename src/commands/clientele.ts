#!/usr/bin/env node
import 'reflect-metadata';
import { endWithReader, setUmask, start } from './begin';
import type * as Health from './clientele/server/check-health';
import type * as Serving from './clientele/server/serve-process';
import type * as Running from './clientele/run-clientele';

/** Commands that are called often, or that stay beside the server: each call loads only the code of its command. */
const ALONE: Readonly<Record<string, () => Promise<void>>> = {
  serve: () => (require('./clientele/server/serve-process') as typeof Serving).serveProcess(),
  health: () => (require('./clientele/server/check-health') as typeof Health).checkHealth(),
};

setUmask();
endWithReader();
const [word = '', ...others] = process.argv.slice(2);
const alone = others.length === 0 ? ALONE[word] : undefined;
if (alone) start(alone);
else void (require('./clientele/run-clientele') as typeof Running).runClientele();
