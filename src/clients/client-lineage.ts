/** The software statement that a client was registered with (RFC 7591 section 2.3). */
export interface StatementOfClient {
  readonly issuer: string;
  /** Its `jti`, unless that is longer than any of its uses needs. */
  readonly jti?: string;
  /** Its SHA-256 in base64url, if it has no such `jti`. */
  readonly thumbprint?: string;
  readonly software_id?: string;
}

/** The import that brought a client. */
export interface ImportOfClient {
  /** The format of the file: the server that the client comes from. */
  readonly from: string;
  /** The keyed hash of the client in the file. The same client of the same file is not imported twice. */
  readonly digest: string;
  /** The hash of the file. A client that this file brought is not changed by another entry of the same file. */
  readonly file?: string;
  /** When the other server registered it, in milliseconds since 1970, if that is known. */
  readonly registered_at?: number;
  /** The id of the initial access token that it was registered with there. */
  readonly initial_access_token?: string;
  /** Its registrar there. */
  readonly registrar?: string;
}

/** What brought a client, besides what has a column. It is for operators: the client never sees it. */
export interface ClientLineage {
  /** The address of the caller, if `CLIENT_ADDRESSES` is `plain`. */
  readonly address?: string;
  /** The keyed hash of the address of the caller, if `CLIENT_ADDRESSES` is `hashed`. */
  readonly address_hash?: string;
  /** The `User-Agent` of the request (RFC 9110 section 10.1.5), shortened. It proves nothing. */
  readonly user_agent?: string;
  readonly statement?: StatementOfClient;
  /** Whether an administrator or a command registered it. */
  readonly is_made_by_operator?: true;
  readonly import?: ImportOfClient;
}
