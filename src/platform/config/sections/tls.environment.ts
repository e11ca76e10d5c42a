import { issuer } from '../kinds/addresses';
import { headerName, text } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('TLS and client certificates')
export class TlsEnvironment {
  @Variable('The file of the server certificate with its chain; empty if a proxy ends TLS.', {
    is: text(),
    default: '',
    inProduction: { decide: 'Set it with TLS_KEY if no proxy ends TLS.' },
  })
  readonly TLS_CERT!: string;

  @Variable('The file of the private key of TLS_CERT.', {
    is: text(),
    default: '',
    inProduction: { decide: 'Set it with TLS_CERT if no proxy ends TLS.' },
  })
  readonly TLS_KEY!: string;

  @Variable('The file of the authorities whose certificates authenticate clients (tls_client_auth).', {
    is: text(),
    default: '',
  })
  readonly TLS_CLIENT_CA!: string;

  @Variable('The header in which a proxy of TRUST_PROXY forwards the client certificate.', {
    is: headerName(),
    default: '',
  })
  readonly TLS_CLIENT_CERT_HEADER!: string;

  @Variable(
    'The address at which a proxy asks clients for certificates, if it is not ISSUER; published as mtls_endpoint_aliases.',
    {
      is: issuer(),
      default: '',
    },
  )
  readonly MTLS_ADDRESS!: string;
}
