/** What the events of client id metadata documents say: see `EVENT_DOCS`. */
export const CLIENT_DOCUMENT_EVENTS = {
  'client_document.added': {
    about: 'The document at an identifier was read for the first time, or again after it was forgotten.',
    data: {
      metadata: 'What is used of it, defaults included.',
      status: 'The status, `pending` if the client has to be approved.',
    },
  },
  'client_document.changed': {
    about:
      'The document at an identifier has other content than before, or an operator decided whether users are asked about it.',
    data: {
      changes:
        'The members that changed, each with `before` and `after`; absent means not in the document. `is_consent_disabled` is one of them.',
      keys_withdrawn: 'Whether a key that authenticated the client is not among its keys any more.',
      status: 'The change of status, if the client has to be approved again.',
    },
  },
  'client_document.disabled': {
    about: 'An operator disabled the document at an identifier, or a client with the same identifier was deleted.',
    data: { reason: 'The reason, if there is one.' },
  },
  'client_document.enabled': { about: 'An operator enabled or approved the document at an identifier.', data: {} },
  'client_document_host.disabled': {
    about: 'An operator disabled all documents of a host. `is_consent_disabled` ends for each of them.',
    data: { host: 'The host, with its port if that is not 443.', reason: 'The reason, if there is one.' },
  },
  'client_document_host.enabled': {
    about: 'An operator permitted the documents of a host again.',
    data: { host: 'The host, with its port if that is not 443.' },
  },
};
