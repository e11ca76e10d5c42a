import { ClientMetadataReaderRegistry } from '../../src/clients/client-metadata-reader.registry';
import { Issuer } from '../../src/core/issuer';
import type { ClientMetadataReader } from '../../src/core/metadata/client-metadata.reader';
import type { TestServer } from './test-server';

/** The reader by which an application validates registrations. */
export const readerOf = ({ app }: TestServer): ClientMetadataReader =>
  app.get(ClientMetadataReaderRegistry).of(app.get(Issuer));
