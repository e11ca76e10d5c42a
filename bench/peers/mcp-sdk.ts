import { clientRegistrationHandler } from '@modelcontextprotocol/sdk/server/auth/handlers/register.js';
import type { OAuthClientInformationFull } from '@modelcontextprotocol/sdk/shared/auth.js';
import express from 'express';
import { port } from './environment';

const clients = new Map<string, OAuthClientInformationFull>();

/** The registration handler of the MCP SDK on Express, with clients in a Map as in the SDK's examples. */
express()
  .use(
    '/register',
    clientRegistrationHandler({
      rateLimit: false,
      clientsStore: {
        getClient: (id) => clients.get(id),
        registerClient: (client) => {
          const registered = client as OAuthClientInformationFull; // the handler has made an identifier
          clients.set(registered.client_id, registered);
          return registered;
        },
      },
    }),
  )
  .listen(port, '127.0.0.1');
