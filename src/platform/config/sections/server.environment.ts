import { issuer, networks } from '../kinds/addresses';
import { integer, oneOf, text, workers } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Server')
export class ServerEnvironment {
  @Variable('In production, the server refuses to start with defaults that are meant for a first try.', {
    is: oneOf(['development', 'test', 'production']),
    default: 'development',
    inProduction: { value: () => 'production' },
  })
  readonly NODE_ENV!: 'development' | 'test' | 'production';

  @Variable('The public address of this server, the iss of its tokens; https unless the host is loopback.', {
    is: issuer(),
    shown: 'http://localhost:{PORT}',
    inProduction: { decide: 'Which https address clients use. It cannot change later without new tokens.' },
  })
  readonly ISSUER!: string;

  @Variable('The address to listen on; 0.0.0.0 is every address.', {
    is: text(),
    default: '127.0.0.1',
    inProduction: { decide: 'Whether other machines connect directly. In a container it is 0.0.0.0.' },
  })
  readonly HOST!: string;

  @Variable('The TCP port to listen on.', { is: integer(0, 65_535), default: 3000 })
  readonly PORT!: number;

  @Variable('How many processes serve this address; auto is one for each core. See docs/SCALING.md.', {
    is: workers(),
    default: 1,
  })
  readonly WORKERS!: number;

  @Variable('Proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted: addresses or networks.', {
    is: networks(),
    default: [],
    inProduction: { decide: 'What ends TLS: the proxy that is named here, or this server with TLS_CERT and TLS_KEY.' },
  })
  readonly TRUST_PROXY!: string[];
}
