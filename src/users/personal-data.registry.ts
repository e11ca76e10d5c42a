import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { KeepsPersonalData, type PersonalData } from './personal-data';

/** All parts of the server that keep data of people, found by their decorator. */
@Injectable()
export class PersonalDataRegistry implements OnModuleInit {
  parts: readonly PersonalData[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders({ metadataKey: KeepsPersonalData.KEY });
    this.parts = [...new Set(found.map(({ instance }) => instance as PersonalData))];
  }
}
