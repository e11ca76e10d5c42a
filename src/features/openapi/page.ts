import type { Guide } from './guides';

/** The page that shows the document. Its addresses are relative, so that it also works below a path. */
export const page = (guides: readonly Guide[]): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Clientele</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <link rel="stylesheet" href="docs/page.css" />
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png" sizes="32x32" />
    <script src="docs/colours.js"></script>
  </head>
  <body>
    <header>
      <h1>Clientele</h1>
      <p>
        Applications register themselves here as OAuth 2.0 clients. <b>Obtain</b> a token with the scope
        <code>register</code> under Tokens, <b>register</b> a client with it, then <b>manage</b> the client with the
        registration access token of the answer. Every operation below can be tried: open it, and choose Try it out.
      </p>
      <ul>
        <li><a href=".well-known/oauth-authorization-server">What this server offers</a></li>
        <li><a href="openapi.json">This description as a file</a></li>
        ${guides.map(({ path, about }) => `<li><a href="${path}">${about}</a></li>`).join('\n        ')}
      </ul>
    </header>
    <main id="swagger-ui"></main>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/**
 * Swagger UI has a light and a dark theme. The page follows the setting of the reader's system, also when it changes.
 */
export const COLOURS = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
`;

export const STYLE = `:root { color-scheme: light dark; }
body { margin: 0; font-family: sans-serif; background: #fff; color: #3b4151; }
header { box-sizing: border-box; max-width: 1460px; margin: 0 auto; padding: 24px 20px 0; line-height: 1.5; }
header h1 { margin: 0; font-size: 32px; }
header p { max-width: 70em; margin: 8px 0; }
header ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; padding: 0; list-style: none; }
header a { color: #0b5cad; }
.swagger-ui .info { margin: 20px 0; }
.swagger-ui .info .title { font-size: 20px; }
.dark-mode body { background: #1c2022; color: #e4e6e6; }
.dark-mode header a { color: #8fbdf0; }
`;

/**
 * Shows the document with the address of the page as its server, because the reader can reach the server there. The
 * validator is disabled, because it would send the document to another host.
 */
export const SCRIPT = `const here = new URL('.', location.href).href.replace(/\\/$/, '');

const readHere = (document) => {
  const [{ url: issuer }] = document.servers;
  for (const { flows } of Object.values(document.components.securitySchemes))
    if (flows) flows.clientCredentials.tokenUrl = flows.clientCredentials.tokenUrl.replace(issuer, here);
  const others = document.servers.filter(({ url }) => url !== here);
  return { ...document, servers: [{ url: here, description: 'where this page is read' }, ...others] };
};

const show = (spec) => SwaggerUIBundle({
  spec,
  dom_id: '#swagger-ui',
  validatorUrl: null,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  presets: [SwaggerUIBundle.presets.apis],
});

const showFailure = () => {
  document.getElementById('swagger-ui').textContent = 'openapi.json could not be read; load the page again.';
};

fetch('openapi.json').then((answer) => answer.json()).then(readHere).then(show).catch(showFailure);
`;

/**
 * Permits no inline code and no files of other hosts; requests go to this server, also by the address of the issuer.
 */
export const contentSecurityPolicy = (issuer: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
