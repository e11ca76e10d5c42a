/**
 * The attribute types of distinguished names, by each name in use: the short and long names of RFC 4519 and those that
 * OpenSSL prints. Read without regard to case (RFC 4514 section 2.3).
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '2.5.4.3': ['CN', 'commonName'],
  '2.5.4.4': ['SN', 'surname'],
  '2.5.4.5': ['serialNumber'],
  '2.5.4.6': ['C', 'countryName'],
  '2.5.4.7': ['L', 'localityName'],
  '2.5.4.8': ['ST', 'S', 'stateOrProvinceName'],
  '2.5.4.9': ['street', 'streetAddress'],
  '2.5.4.10': ['O', 'organizationName'],
  '2.5.4.11': ['OU', 'organizationalUnitName'],
  '2.5.4.12': ['title'],
  '2.5.4.13': ['description'],
  '2.5.4.15': ['businessCategory'],
  '2.5.4.16': ['postalAddress'],
  '2.5.4.17': ['postalCode'],
  '2.5.4.18': ['postOfficeBox'],
  '2.5.4.20': ['telephoneNumber'],
  '2.5.4.41': ['name'],
  '2.5.4.42': ['GN', 'givenName'],
  '2.5.4.43': ['initials'],
  '2.5.4.44': ['generationQualifier'],
  '2.5.4.45': ['x500UniqueIdentifier'],
  '2.5.4.46': ['dnQualifier'],
  '2.5.4.51': ['houseIdentifier'],
  '2.5.4.65': ['pseudonym'],
  '2.5.4.72': ['role'],
  '2.5.4.97': ['organizationIdentifier'],
  '0.9.2342.19200300.100.1.1': ['UID', 'userId'],
  '0.9.2342.19200300.100.1.3': ['mail'],
  '0.9.2342.19200300.100.1.25': ['DC', 'domainComponent'],
  '1.2.840.113549.1.9.1': ['E', 'emailAddress'],
  '1.2.840.113549.1.9.2': ['unstructuredName'],
  '1.2.840.113549.1.9.8': ['unstructuredAddress'],
  '1.3.6.1.4.1.311.60.2.1.1': ['jurisdictionL', 'jurisdictionLocalityName'],
  '1.3.6.1.4.1.311.60.2.1.2': ['jurisdictionST', 'jurisdictionStateOrProvinceName'],
  '1.3.6.1.4.1.311.60.2.1.3': ['jurisdictionC', 'jurisdictionCountryName'],
};

const OIDS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([oid, names]) => names.map((name) => [name.toUpperCase(), oid] as const)),
);
/** Arcs without leading zeros; the prefix is that of RFC 2253. */
const DOTTED = /^(?:OID\.)?([0-2](?:\.(?:0|[1-9]\d*))+)$/i;

/** The object identifier of an attribute type: of a name, or of dotted numbers with or without `OID.` before them. */
export const attributeType = (written: string): string | undefined =>
  OIDS.get(written.toUpperCase()) ?? DOTTED.exec(written)?.[1];
