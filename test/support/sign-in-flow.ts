import { BrowserSessionRepository } from '../../src/features/sign-in/sessions/browser-session.repository';
import { ConsentRepository } from '../../src/features/sign-in/consents/consent.repository';
import { PushedRequestRepository } from '../../src/features/sign-in/pushed/pushed-request.repository';
import { SignInTransactionRepository } from '../../src/features/sign-in/transactions/sign-in-transaction.repository';
import { UserGrantSweepTask } from '../../src/user-grants/user-grant-sweep.task';
import { authorizationOf, authorizationUrl, pkce, registerApp, startSignIn } from './authorizing';
import { TestBrowser } from './browser';
import { codeOf } from './signing-in';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** A person signs in twice, the second time by a pushed request, and a client redeems and refreshes; then all sweeps run. */
export const signInAndSweep = async (): Promise<void> => {
  const { server, upstream } = await startSignIn();
  const { client_id } = await registerApp(server);
  const browser = new TestBrowser([server]);
  const { verifier: code_verifier, challenge: code_challenge } = pkce();
  const page = await browser.open(authorizationUrl(client_id, { code_challenge }));
  const code = codeOf(await browser.submit(page, { decision: 'allow', remember: 'yes' })) ?? '';
  const redirect_uri = 'https://app.example/cb';
  const redemption = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier };
  const { refresh_token } = (await server.token(redemption)).json;
  await server.token({ grant_type: 'refresh_token', client_id, refresh_token: String(refresh_token) });
  const pushed = await server.send('POST', '/par', FORM, authorizationOf(client_id).toString());
  const request = new URLSearchParams({ client_id, request_uri: String(pushed.json['request_uri']) });
  expect((await browser.open(`/authorize?${request.toString()}`)).status).toBe(200);
  for (const swept of [SignInTransactionRepository, BrowserSessionRepository, PushedRequestRepository])
    await server.app.get<SignInTransactionRepository>(swept, { strict: false }).sweep();
  await server.app.get(ConsentRepository, { strict: false }).forgetUnused(new Date());
  await server.app.get(ConsentRepository, { strict: false }).forgetOfGoneClients();
  await server.app.get(UserGrantSweepTask, { strict: false }).sweep();
  await server.close();
  await upstream.close();
};
