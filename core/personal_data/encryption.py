"""Personal data at rest: AES-GCM with a key id, and a blind index to find a value again without reading it."""

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
SEPARATOR = b":"


def encrypt(text: str, *, context: str) -> bytes:
    """The text under the current key, bound to `context` ("team_member:12"): it opens there and nowhere else."""
    key_id = settings.FIELD_KEY_CURRENT
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(key_id).encrypt(nonce, text.encode(), _bound(key_id, context))
    return key_id.encode() + SEPARATOR + nonce + sealed


def decrypt(data: bytes, *, context: str) -> str:
    """The text. InvalidTag where it was changed or belongs to another context; KeyError where the key is gone."""
    key_id, _, rest = bytes(data).partition(SEPARATOR)
    name = key_id.decode()
    return _cipher(name).decrypt(rest[:NONCE], rest[NONCE:], _bound(name, context)).decode()


def blind_index(text: str, *, kind: str) -> bytes:
    """A keyed digest (盲索引) of 32 bytes: equal for equal values of one kind, and useless without the key."""
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{kind}\0{text}".encode(), hashlib.sha256).digest()


def _cipher(key_id: str) -> AESGCM:
    return AESGCM(base64.b64decode(settings.FIELD_KEYS[key_id]))


def _bound(key_id: str, context: str) -> bytes:
    return f"{key_id}\0{context}".encode()
