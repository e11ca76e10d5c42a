import { Api, type HttpResponse, type OAuthError } from './generated';

/** Registers a client, and one that is refused, as a user of swagger-typescript-api writes it. */
const use = async (): Promise<void> => {
  const { register } = new Api({ baseUrl: process.env['ORIGIN'] ?? '' });
  const registered = await register.registrationRegister({
    redirect_uris: ['https://app.example/callback'],
    client_name: 'Generated',
    grant_types: ['authorization_code'],
  });
  const clientId: string | undefined = registered.data.client_id;
  const description = await register
    .registrationRegister({ redirect_uris: ['http://app.example/callback'] })
    .then(() => undefined)
    .catch(({ error }: HttpResponse<unknown, OAuthError>) => error.error_description);
  console.log(JSON.stringify({ clientId, description }));
};

void use();
