import { type RedirectView, redirectViewOf } from '../pages/redirect-view';

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/;

/** How people read the place that a code was sent to, as a grant has it: a host with its port, or a scheme with its colon. */
export const placeOf = (redirect_host: string): RedirectView => {
  if (redirect_host.endsWith(':')) return { kind: 'private-use', host: redirect_host };
  return redirectViewOf(`${LOOPBACK.test(redirect_host) ? 'http' : 'https'}://${redirect_host}/`);
};
