"""An organisation's login for tests: an OpenID provider on this machine, as OpenID Connect has it.

Discovery, a page on which somebody says who they are, the code for a signed token (RS256, PKCE),
the keys, and the way out. It signs and checks by itself: nothing of what it judges is used.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "xuanzhi-tests", "the client's secret"


def text64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


class Provider(ThreadingHTTPServer):
    """Whoever is in ``people`` can say on its page that it is them.

    Attributes
    ----------
    people
        What a button says -> what the token tells of them.
    signs_with
        The key of the next tokens; another than `key` makes forgeries of them.
    """

    daemon_threads = True

    def __init__(self, people: dict[str, dict[str, object]]) -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - of extra oidc

        super().__init__(("127.0.0.1", 0), _Answers)
        self.people = people
        self.key = rsa.generate_private_key(65537, 2048)
        self.signs_with = self.key
        self.asked: dict[str, dict[str, str]] = {}
        self.left = 0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def token(self, claims: dict[str, object]) -> str:
        """Sign what is told of somebody."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - likewise
        from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - likewise

        parts = ({"alg": "RS256", "typ": "JWT", "kid": "tests"}, claims)
        said = ".".join(text64(json.dumps(part).encode()) for part in parts)
        seal = self.signs_with.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{said}.{text64(seal)}"


@contextmanager
def provided(people: dict[str, dict[str, object]]) -> Iterator[Provider]:
    provider = Provider(people)
    thread = threading.Thread(target=provider.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, self._fields(urlsplit(self.path).query)
        ways = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": self._keys,
            "/authorize": self._who_are_you,
            "/i-am": self._back,
            "/leave": self._leave,
        }
        ways[path](asked) if path in ways else self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._token(self._fields(body))

    def _discovery(self, _asked: dict[str, str]) -> None:
        url = self.server.url
        self._json(
            {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorize",
                "token_endpoint": f"{url}/token",
                "jwks_uri": f"{url}/keys",
                "end_session_endpoint": f"{url}/leave",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _keys(self, _asked: dict[str, str]) -> None:
        public = self.server.key.public_key().public_numbers()
        n, e = (text64(k.to_bytes((k.bit_length() + 7) // 8, "big")) for k in (public.n, public.e))
        self._json(
            {"keys": [{"kty": "RSA", "kid": "tests", "alg": "RS256", "use": "sig", "n": n, "e": e}]}
        )

    def _who_are_you(self, asked: dict[str, str]) -> None:
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.server.asked[code] = asked
        links = "".join(
            f'<p><a href="/i-am?{escape(urlencode({"code": code, "name": name}))}">'
            f"{escape(name)}</a></p>"
            for name in self.server.people
        )
        self._send(f"<!DOCTYPE html><title>Login</title>{links}".encode(), "text/html")

    def _back(self, said: dict[str, str]) -> None:
        asked = self.server.asked[said["code"]]
        asked["name"] = said["name"]
        answer = urlencode({"code": said["code"], "state": asked["state"]})
        self._go(f"{asked['redirect_uri']}?{answer}")

    def _token(self, given: dict[str, str]) -> None:
        asked = self.server.asked.pop(given["code"])  # a code opens once
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        assert self.headers["Authorization"] == f"Basic {client}"
        assert given["redirect_uri"] == asked["redirect_uri"]
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        assert text64(digest) == asked["code_challenge"]
        now = int(time.time())
        claims = {"iss": self.server.url, "aud": CLIENT, "iat": now, "exp": now + 600}
        told = self.server.people[asked["name"]]
        token = self.server.token(claims | {"sub": asked["name"], "nonce": asked["nonce"]} | told)
        self._json({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    def _leave(self, asked: dict[str, str]) -> None:
        self.server.left += 1
        self._go(asked["post_logout_redirect_uri"])

    def _fields(self, query: str) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(query).items()}

    def _go(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, value: object) -> None:
        self._send(json.dumps(value).encode(), "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Keep the tests' output quiet."""
