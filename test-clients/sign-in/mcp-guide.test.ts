import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../bench/support/paths';
import { freePort } from '../../scripts/free-port';
import { replaced } from '../support/documented';
import { Person } from '../support/person';
import { withFolder } from '../support/program';
import { ShellSession } from '../support/shell-session';

/** The blocks of commands of docs/MCP.md, in their order. */
const BLOCKS = [...readFileSync(join(ROOT, 'docs', 'MCP.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(
  ([, block = '']) => block,
);

/** What is copied instead of cloned: it may not be committed yet. */
const COPIED = [
  'src',
  'dist',
  'docs',
  'examples',
  'package.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

test('docs/MCP.md leads from an empty folder to a call of a tool by a person', () =>
  withFolder(async (folder) => {
    const issuer = await freePort();
    const provider = await freePort();
    const server = await freePort();
    const client = await freePort();
    const atPorts = (commands: string): string =>
      commands
        .replaceAll('localhost:3000', `localhost:${issuer}`)
        .replaceAll('localhost:9000', `localhost:${provider}`)
        .replaceAll('localhost:8080', `localhost:${server}`);
    const resource = `http://localhost:${server}/mcp`;
    const ofServer = `ISSUER=http://localhost:${issuer} RESOURCE=${resource}`;
    assert.equal(BLOCKS.length, 7);
    const [install = '', startProvider = '', configure = '', start = '', startServer = '', show = '', connect = ''] =
      BLOCKS;
    const shell = new ShellSession(folder, { npm_config_ignore_scripts: 'true', LOG_LEVEL: 'warn' });
    try {
      shell.paste(
        replaced(install, {
          'git clone REPOSITORY clientele': `mkdir clientele && cp -r ${COPIED.map((file) => join(ROOT, file)).join(' ')} clientele`,
          'npm ci\n': `ln -s ${join(ROOT, 'node_modules')} node_modules\n`,
          'npm ci --prefix examples/mcp-server': 'test -d examples/mcp-server/node_modules',
        }),
      );
      shell.paste(replaced(atPorts(startProvider), { CALLBACK: `PORT=${provider} CALLBACK` }));
      await shell.answered(`http://localhost:${provider}/.well-known/openid-configuration`);
      shell.paste(atPorts(configure));
      const ownPort = `PORT=${issuer} ISSUER=http://localhost:${issuer}`;
      shell.paste(replaced(atPorts(start), { 'npm start': `${ownPort} npm start` }));
      await shell.answered(`http://localhost:${issuer}/health/ready`);
      shell.paste(replaced(atPorts(startServer), { 'npm start': `PORT=${server} ${ofServer} npm start` }));
      await shell.answered(`http://localhost:${server}/`);
      shell.paste(replaced(atPorts(show), { 'npm run': `${ownPort} npm run` }));
      const [, header = ''] = await shell.printed(/www_authenticate +(Bearer .*)/);
      assert.match(header, /resource_metadata=".*", scope="tools:read"/);
      shell.paste(replaced(connect, { 'npm run': `${ofServer} REDIRECT_PORT=${client} npm run` }));
      const [, address = ''] = await shell.printed(/Open this address in your browser:\s+(http\S+)/);
      const answer = await new Person('alice').allow(address, `http://127.0.0.1:${client}/callback`);
      assert.equal(await (await fetch(answer)).text(), 'You can close this window.');
      const [, caller = ''] = await shell.printed(/(\{"sub":.*\})/);
      assert.match(caller, /"sub":"usr_.*"client_id":".*"scope":"tools:read"/);
    } finally {
      await shell.end();
    }
  }));
