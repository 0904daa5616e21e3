"""The office's key: Ed25519, a private half in a file of its own and a public half to hand out."""

import json
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

ALGORITHM = "Ed25519"
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_LONGEST = 1000  # bytes of a signature file
_MARK = b"DEMONSTRATION KEY: it proves nothing about the office\n"


class KeyFileError(ValueError):
    """There is no key to sign with, or none that can be read; the message says so."""


def make(path: Path, *, is_demonstration: bool = False) -> str:
    """Write a new key to `path`, readable by its owner alone; the public half, hexadecimal.

    That of a demonstration says so in its file. Raises `OSError`, also where there is a file
    already.
    """
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_MARK + text if is_demonstration else text)
    return public_half(key)


def key_file() -> Path | None:
    """The file that `EVIDENCE_KEY_FILE` names, else the demonstration key where one was made."""
    if settings.EVIDENCE_KEY_FILE:
        return Path(settings.EVIDENCE_KEY_FILE)
    made = Path(settings.EVIDENCE_DEMONSTRATION_KEY_FILE)
    return made if made.is_file() else None


def office_key() -> Ed25519PrivateKey:
    """The key of the office, or that of a demonstration. Raises `KeyFileError`."""
    path = key_file()
    if path is None:
        raise KeyFileError(
            _(
                "There is no key to sign with. Make one with make_evidence_key and name its file "
                "in EVIDENCE_KEY_FILE."
            )
        )
    try:
        text = path.read_bytes()
        key = serialization.load_pem_private_key(text, password=None)
    except (OSError, TypeError, ValueError) as error:
        raise KeyFileError(_("The key to sign with cannot be read.")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(_("The key to sign with is not an Ed25519 key."))
    return key


def known_keys() -> set[str]:
    """The public halves of the keys with which the office signs, or signed before."""
    former = set(settings.EVIDENCE_FORMER_KEYS)
    try:
        return former | {public_half(office_key())}
    except KeyFileError:
        return former


def is_demonstration(public_key: str) -> bool:
    """True if that is the public half of a demonstration key, with which this register signs."""
    path = key_file()
    try:
        is_marked = path is not None and path.read_bytes().startswith(_MARK)
        return is_marked and public_half(office_key()) == public_key
    except (OSError, KeyFileError):
        return False


def public_half(key: Ed25519PrivateKey) -> str:
    """The public key that others verify with: 64 hexadecimal digits."""
    return key.public_key().public_bytes_raw().hex()


def signed(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """The signature file over a manifest."""
    return _signature_text(public_half(key), key.sign(manifest).hex())


def signer(signature: bytes, manifest: bytes) -> str:
    """The public half of the key that signed `manifest`. Raises `ValueError` where none did."""
    if len(signature) > _LONGEST:
        raise ValueError("longer than a signature file is")
    parts = json.loads(signature)
    key, sign = str(parts["public_key"]), str(parts["signature"])
    is_written_so = _PUBLIC.fullmatch(key) and _SIGNATURE.fullmatch(sign)
    if not is_written_so or signature != _signature_text(key, sign):
        raise ValueError("not written as a signature file is")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(sign), manifest)
    except InvalidSignature as error:
        raise ValueError("not the signature of this manifest") from error
    return key


def read_public(text: str) -> str:
    """A public half as typed, or read from the file so named. Raises `ValueError`."""
    path = Path(text)
    if path.is_file():
        text = path.read_text(encoding="utf-8")
    digits = "".join(text.split()).lower()
    if not _PUBLIC.fullmatch(digits):
        raise ValueError(text)
    return digits


def _signature_text(public_key: str, signature: str) -> bytes:
    parts = {"algorithm": ALGORITHM, "public_key": public_key, "signature": signature}
    return (json.dumps(parts, indent=2) + "\n").encode()
