"""Passwords: only a salted, slow hash is kept (scrypt, RFC 7914)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from threading import BoundedSemaphore
from typing import NamedTuple

from geo.errors import InputError
from geo.words import _

__all__ = ["Hashed", "check_password", "hashed", "is_right"]

_LEAST, _MOST = 10, 1000  # characters of a password
_N, _R, _P = 2**15, 8, 3  # 32 MB and a fifth of a second: OWASP's figures for scrypt
_at_once = BoundedSemaphore(2)  # many visitors at the door shall not fill the memory


class Hashed(NamedTuple):
    """What is kept of a password; the costs are kept too, so that they can be raised."""

    salt: bytes
    digest: bytes
    n: int = _N
    r: int = _R
    p: int = _P


def check_password(password: str) -> None:
    """Refuse a password that is short enough to be tried out.

    Raises
    ------
    InputError
        It has too few or too many characters.
    """
    if not _LEAST <= len(password) <= _MOST:
        raise InputError(
            _("A password needs {least} to {most} characters.", least=_LEAST, most=_MOST)
        )


def hashed(password: str) -> Hashed:
    """Hash a new password with a salt of its own."""
    salt = secrets.token_bytes(16)
    return Hashed(salt, _scrypt(password, Hashed(salt, b"")))


def is_right(password: str, kept: Hashed | None) -> bool:
    """Say whether the password is the one kept; as slow for nobody's as for somebody's."""
    against = kept or Hashed(b"\0" * 16, b"\0" * 32)
    same = hmac.compare_digest(_scrypt(password, against), against.digest)
    return same and kept is not None


def _scrypt(password: str, costs: Hashed) -> bytes:
    with _at_once:
        return hashlib.scrypt(
            password.encode("utf-8", "surrogatepass")[: 4 * _MOST],
            salt=costs.salt,
            n=costs.n,
            r=costs.r,
            p=costs.p,
            maxmem=256 * costs.n * costs.r,
            dklen=32,
        )
