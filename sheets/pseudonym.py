"""One name for a person that two coops compute alike, and that nobody else can turn back.

A keyed digest (HMAC-SHA256) of the e-mail, or of the name where there is none, under a secret that
the coops of a programme share.

It protects against who holds a file and not the secret: an e-mail is guessed in no time, so a plain
digest would hide nothing; with the secret unknown, nobody can try e-mails one by one. Two
programmes name one person differently, so that their files cannot be laid side by side.

It does not protect against who holds the secret: a coop of the programme can find out whether an
e-mail that it knows stands in a file. What the line says beside it (a status, a first day) is no
secret to who knows the person. And it takes for one person two who have one e-mail, or no e-mail
and one name; it misses who gave two coops two e-mails. What follows of it stays personal data.
"""

import hashlib
import hmac
import re
import secrets

from .words import person_key

SECRET = re.compile("[0-9a-f]{64}")
PSEUDONYM = re.compile("[0-9a-f]{8}-[0-9a-f]{64}")


def make_secret() -> str:
    """Return a new secret: 256 bits by the random source of the system.

    >>> bool(SECRET.fullmatch(make_secret())), make_secret() == make_secret()
    (True, False)
    """
    return secrets.token_hex(32)


def secret_mark(secret: str) -> str:
    """Return what tells two secrets apart and says nothing of either.

    >>> secret_mark("a" * 64), secret_mark("b" * 64)
    ('8b18a40a', '552ef44f')
    """
    return _digest(secret, "mark")[:8]


def pseudonym(secret: str, email: str, name: str = "") -> str:
    """Return the pseudonym of a person; it begins with the mark of the secret.

    :raises ValueError: neither an e-mail nor a name

    >>> one = pseudonym("a" * 64, " Vera@X.example ", "Vera Lopes")
    >>> one == pseudonym("a" * 64, "vera@x.example", "V. Lopes"), one[:12], len(one)
    (True, '8b18a40a-ea6', 73)
    >>> pseudonym("a" * 64, "", "LOPES Véra") == pseudonym("a" * 64, "", "Vera Lopes")
    True
    >>> one == pseudonym("b" * 64, "vera@x.example")
    False
    """
    email, name = email.strip().lower(), person_key(name)
    if not (email or name):
        raise ValueError("a pseudonym needs an e-mail or a name")
    # the kind stands before it: a name that looks like an e-mail is none
    about = f"email:{email}" if email else f"name:{name}"
    return f"{secret_mark(secret)}-{_digest(secret, about)}"


def _digest(secret: str, text: str) -> str:
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()
