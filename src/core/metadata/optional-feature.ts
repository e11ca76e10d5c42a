/**
 * What an authorization server may have besides its endpoints for codes and tokens. A row of the table names the feature
 * that reads its member.
 */
export type OptionalFeature =
  | 'backchannel authentication'
  | 'encrypted request objects'
  | 'ID tokens'
  | 'logout of clients'
  | 'pairwise subjects'
  | 'request objects'
  | 'request objects by reference'
  | 'signed authorization responses'
  | 'UserInfo';
