import Provider from 'oidc-provider';

/**
 * An OpenID provider to try sign-in with: it accepts every name and every password, and forgets all when it ends. Where
 * you have a provider of your own, you do not need it.
 */
const { PORT = '9000', ISSUER = `http://localhost:${PORT}` } = process.env;
const { CALLBACK = 'http://localhost:3000/sign-in/trial/callback' } = process.env;

const provider = new Provider(ISSUER, {
  clients: [{ client_id: 'clientele', client_secret: 'a secret for a trial', redirect_uris: [CALLBACK] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_context, name) => ({
    accountId: name,
    claims: () => ({ sub: name, name, email: `${name}@corp.example`, email_verified: true }),
  }),
});

provider.listen(Number(PORT), '127.0.0.1', () => console.log(`The identity provider is at ${ISSUER}`));
