"""Registers a client for a method, and obtains a token by Authlib. Writes the scope, or what was refused."""

import json
import sys

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT

issuer, method, audience = sys.argv[1:]
token_endpoint = issuer + "/token"
key = JsonWebKey.generate_key("RSA", 2048, is_private=True)
metadata = {
    "grant_types": ["client_credentials"],
    "token_endpoint_auth_method": method,
    "scope": "profile",
}
if method == "private_key_jwt":
    metadata["jwks"] = {"keys": [key.as_dict(is_private=False)]}
answer = requests.post(issuer + "/register", json=metadata)
answer.raise_for_status()
client = answer.json()

claims = {"aud": issuer} if audience == "issuer" else None
methods = {
    "client_secret_jwt": ClientSecretJWT(token_endpoint, claims=claims),
    "private_key_jwt": PrivateKeyJWT(token_endpoint, claims=claims),
}
secret = key if method == "private_key_jwt" else client["client_secret"]
session = OAuth2Session(
    client["client_id"], secret, token_endpoint_auth_method=methods.get(method, method)
)
try:
    print(json.dumps({"scope": session.fetch_token(token_endpoint, grant_type="client_credentials")["scope"]}))
except OAuthError as refusal:
    print(json.dumps({"refusal": str(refusal)}))
