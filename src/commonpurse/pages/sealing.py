"""What somebody typed, sealed with a key of their own: what one typed, no other's sign-in opens."""

import base64
from uuid import UUID

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal_of(user_id: UUID, purpose: str) -> Fernet:
    """A key of this user's own, for one purpose, made from the place's secret."""
    key = HKDF(SHA256(), length=32, salt=None, info=f"{purpose} ".encode() + user_id.bytes).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
