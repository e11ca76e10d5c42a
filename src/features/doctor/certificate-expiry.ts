import { failure, type Finding, ok, warning } from './finding';

const DAY_MS = 86_400_000;
/** Authorities that renew automatically do so about a month before. */
const SOON_DAYS = 21;

/** The dates and the subject of a certificate, as `X509Certificate` has them. */
export interface DatedCertificate {
  readonly subject: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** What is to be said about the validity of a certificate at a moment; `where` says which one it is. */
export const expiryFinding = (where: string, certificate: DatedCertificate, now: number): Finding => {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const name = `${where}: the certificate of ${certificate.subject.replaceAll('\n', ', ')}`;
  const days = Math.floor((to - now) / DAY_MS);
  if (to <= now)
    return failure(`${name} expired at ${new Date(to).toISOString()}`, 'replace it and restart the servers');
  if (from > now)
    return failure(`${name} is not valid before ${new Date(from).toISOString()}`, 'look at the clock, or replace it');
  const finding = `${name} is valid for ${days} ${days === 1 ? 'day' : 'days'}`;
  return days < SOON_DAYS ? warning(finding, 'renew it, and restart the servers') : ok(finding);
};
