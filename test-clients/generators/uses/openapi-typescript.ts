import createClient from 'openapi-fetch';
import type { paths } from './generated';

/** Registers a client, and one that is refused, as a user of openapi-typescript with openapi-fetch writes it. */
const use = async (): Promise<void> => {
  const { POST } = createClient<paths>({ baseUrl: process.env['ORIGIN'] ?? '' });
  const registered = await POST('/register', {
    body: {
      redirect_uris: ['https://app.example/callback'],
      client_name: 'Generated',
      grant_types: ['authorization_code'],
    },
  });
  const refused = await POST('/register', { body: { redirect_uris: ['http://app.example/callback'] } });
  const clientId: string | undefined = registered.data?.client_id;
  const description: string | undefined = refused.error?.error_description;
  console.log(JSON.stringify({ clientId, description }));
};

void use();
