"""Encryption of personal data at rest: AES-GCM with a key id, and a blind index to search for a value."""

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
SEPARATOR = b":"


def encrypt(text: str, *, context: str) -> bytes:
    """Encrypt a text with the current key, bound to `context` ("team_member:12"): only there it can be decrypted."""
    key_id = settings.FIELD_KEY_CURRENT
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(key_id).encrypt(nonce, text.encode(), _bound(key_id, context))
    return key_id.encode() + SEPARATOR + nonce + sealed


def decrypt(data: bytes, *, context: str) -> str:
    """Decrypt a text. InvalidTag where it was changed or has another context; KeyError where its key is missing."""
    key_id, _, rest = bytes(data).partition(SEPARATOR)
    name = key_id.decode()
    return _cipher(name).decrypt(rest[:NONCE], rest[NONCE:], _bound(name, context)).decode()


def blind_index(text: str, *, kind: str) -> bytes:
    """Return a keyed digest of 32 bytes (盲索引): equal for equal values of one kind, useless without the key."""
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{kind}\0{text}".encode(), hashlib.sha256).digest()


def _cipher(key_id: str) -> AESGCM:
    return AESGCM(base64.b64decode(settings.FIELD_KEYS[key_id]))


def _bound(key_id: str, context: str) -> bytes:
    return f"{key_id}\0{context}".encode()
