import { registrationRegister } from './generated';
import { client } from './generated/client.gen';

/** Registers a client, and one that is refused, as a user of hey-api writes it. */
const use = async (): Promise<void> => {
  client.setConfig({ baseUrl: process.env['ORIGIN'] as never });
  const registered = await registrationRegister({
    body: {
      redirect_uris: ['https://app.example/callback'],
      client_name: 'Generated',
      grant_types: ['authorization_code'],
    },
  });
  const refused = await registrationRegister({ body: { redirect_uris: ['http://app.example/callback'] } });
  const clientId: string | undefined = registered.data?.client_id;
  const description: string | undefined = refused.error?.error_description;
  console.log(JSON.stringify({ clientId, description }));
};

void use();
