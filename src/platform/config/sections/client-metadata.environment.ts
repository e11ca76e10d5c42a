import * as vocabulary from '../../../core/metadata/vocabulary';
import { type MetadataExtension, metadataExtensions } from '../metadata-extensions';
import { oneOf, someOf } from '../kinds/basic';
import { schemes } from '../kinds/client-choices';
import { Section, Variable } from '../variable';

@Section('Other client metadata')
export class ClientMetadataEnvironment {
  @Variable('infer: a web client with loopback or private-use redirect URIs becomes native; reject: it is refused.', {
    is: oneOf(['infer', 'reject']),
    default: 'infer',
  })
  readonly APPLICATION_TYPE_POLICY!: 'infer' | 'reject';

  @Variable(
    'Schemes without a dot that redirect URIs of native clients may use, such as cursor or vscode; * permits all.',
    {
      is: schemes(),
      default: [],
    },
  )
  readonly PRIVATE_USE_SCHEMES!: string[];

  @Variable('The authentication methods that clients may register.', {
    is: someOf(vocabulary.AUTH_METHODS),
    default: [...vocabulary.AUTH_METHODS],
  })
  readonly AUTH_METHODS!: vocabulary.AuthMethod[];

  @Variable('The subject types that clients may register.', {
    is: someOf(vocabulary.SUBJECT_TYPES),
    default: ['public'],
  })
  readonly SUBJECT_TYPES!: vocabulary.SubjectType[];

  @Variable('The signature algorithms that clients may register; none is for request objects only.', {
    is: someOf(vocabulary.ALL_SIGNING_ALGS),
    default: [...vocabulary.ALL_SIGNING_ALGS],
  })
  readonly SIGNING_ALGS!: vocabulary.AnySigningAlg[];

  @Variable(
    'The key encryption algorithms that clients may register; those like dir and A256KW use the client secret.',
    {
      is: someOf(vocabulary.ALL_ENCRYPTION_ALGS),
      default: [...vocabulary.ENCRYPTION_ALGS],
    },
  )
  readonly ENCRYPTION_ALGS!: vocabulary.AnyEncryptionAlg[];

  @Variable(
    'A file of members of client metadata that clients may register besides the known ones; see docs/METADATA.md.',
    {
      is: metadataExtensions(),
      default: [],
    },
  )
  readonly METADATA_EXTENSIONS!: readonly MetadataExtension[];
}
