import { registrationRegister } from './generated';

/** Registers a client, and one that is refused, as a user of orval writes it. */
const use = async (): Promise<void> => {
  const registered = await registrationRegister({
    redirect_uris: ['https://app.example/callback'],
    client_name: 'Generated',
    grant_types: ['authorization_code'],
  });
  const refused = await registrationRegister({ redirect_uris: ['http://app.example/callback'] });
  const clientId = registered.status === 201 ? registered.data.client_id : undefined;
  const description = refused.status === 400 ? refused.data.error_description : undefined;
  console.log(JSON.stringify({ clientId, description }));
};

void use();
