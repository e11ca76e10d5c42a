import { origins } from '../kinds/addresses';
import { headerNames } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Web pages of other origins')
export class CorsEnvironment {
  @Variable('The origins whose web pages may call this server, such as https://app.example; * permits all.', {
    is: origins(),
    default: [],
  })
  readonly CORS_ORIGINS!: string[];

  @Variable('Headers that pages of CORS_ORIGINS may send besides those that this server uses, such as X-Trace-Id.', {
    is: headerNames(),
    default: [],
  })
  readonly CORS_HEADERS!: string[];
}
