import { resourceNamed } from './resource-spelling';

const RESOURCES = new Map([
  ['https://mcp.example', {}],
  ['https://h.example/mcp', { includes_paths: true }],
  ['https://h.example/mcp/deep', {}],
  ['https://q.example/mcp', { includes_queries: true }],
  ['https://slash.example/', {}],
  ['urn:example:api', {}],
]);

describe('the resource that a request names', () => {
  it.each([
    ['https://mcp.example', 'https://mcp.example'],
    ['https://mcp.example/', 'https://mcp.example'],
    ['HTTPS://MCP.Example:443/', 'https://mcp.example'],
    ['https://slash.example', 'https://slash.example/'],
    ['https://h.example/mcp', 'https://h.example/mcp'],
    ['https://h.example/mcp/x', 'https://h.example/mcp'],
    ['https://h.example/mcp/deep', 'https://h.example/mcp/deep'],
    ['https://q.example/mcp?a=b', 'https://q.example/mcp'],
    ['urn:example:api', 'urn:example:api'],
  ])('%s is %s', (asked, identifier) => {
    expect(resourceNamed(asked, RESOURCES)).toBe(identifier);
  });

  it.each([
    ...['https://mcp.example/x', 'https://mcp.example:8443', 'http://mcp.example', 'https://mcp.example.evil.example'],
    ...['https://mcp.example#', 'https://mcp.example/#x', 'https://mcp.example?x', 'https://h.example', '/mcp', 'mcp'],
    ...[
      'https://h.example/MCP',
      'https://h.example/mcpx',
      'https://h.example/mcp/../admin',
      'https://h.example/mcp/%2e%2e/x',
    ],
    ...['https://h.example/mcp/%2fx', 'https://h.example/mcp?x=y', 'https://q.example/mcp/x', 'URN:example:api', ''],
    ...['https://user@mcp.example/', 'https://mcp.example\\@evil.example'],
  ])('%j is none', (asked) => {
    expect(resourceNamed(asked, RESOURCES)).toBeUndefined();
  });
});
