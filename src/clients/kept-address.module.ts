import { Module } from '@nestjs/common';
import { fromEnvironment } from '../platform/config/from-environment';
import { AddressOptions } from './client-options';
import { KeptAddressService } from './kept-address.service';

/** In which form addresses of callers are kept: for clients and for the log of events. */
@Module({
  providers: [
    fromEnvironment(AddressOptions, ({ CLIENT_ADDRESSES }) => ({ addresses: CLIENT_ADDRESSES })),
    KeptAddressService,
  ],
  exports: [KeptAddressService],
})
export class KeptAddressModule {}
