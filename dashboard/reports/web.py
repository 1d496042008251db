"""Reports from the web, within limits, for a user who has turned that on.

http and https alone, from public addresses alone: names are resolved here, every address that a
name has is checked, and the connection is made to what was checked. So it is again for each
redirect, and whatever way of writing an address or answering for a name is tried.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import httpcore

from dashboard.errors import ReportError
from dashboard.model import Report
from dashboard.reports.files import MOST_BYTES, report_from_bytes

MOST_SECONDS = 30  # for one report, from the first name resolved to the last byte
MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
# Asking for the bytes as they are keeps what unpacks to more than its size away.
_HEADERS = [("User-Agent", "Tidemark"), ("Accept", "*/*"), ("Accept-Encoding", "identity")]
_UNICAST = ipaddress.ip_network("2000::/3")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64, RFC 6052

_IN_ADDRESSES = "/%:@!$&'()*+,;=~?[]"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)

Resolve = Callable[[str, int], Iterable[str]]
IsPublic = Callable[[IPv4Address | IPv6Address], bool]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the public internet, and so is any other inside it."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    held = [each for each in inside if each]
    return all(map(is_public, held)) if held else address in _UNICAST and address.is_global


def resolve(host: str, port: int) -> list[str]:
    """Give the addresses of a host, as this machine resolves names."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReportError(f"{host} has no address on the net. Check its spelling.") from error
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True, slots=True)
class Web:
    """The way to reports on the web; tests give their own `resolve` and `is_public`."""

    resolve: Resolve = resolve
    is_public: IsPublic = is_public
    seconds: float = MOST_SECONDS

    def report(self, address: str, given: Mapping[str, str] | None = None) -> Report:
        """Fetch a report. Its address is the one it came from, whatever it says of itself.

        Raises:
            ReportError: The address may not be asked, does not answer, or gives no report.
            ReportHeaderError: The report's header says something impossible.
        """
        try:
            source, raw = self._fetch(address)
            return replace(report_from_bytes(raw, given), address=source)
        except ReportError as error:
            raise type(error)(f"{address}: {error}") from error

    def _fetch(self, address: str) -> tuple[str, bytes]:
        backend = _Checked(self, time.monotonic() + self.seconds)
        try:
            with httpcore.ConnectionPool(network_backend=backend) as pool:
                for _ in range(MOST_REDIRECTS + 1):
                    found = _get(pool, _checked(address))
                    if isinstance(found, bytes):
                        return address, found
                    address = urljoin(address, found)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise ReportError(
                f"it does not answer within {self.seconds:g} seconds. Save the page to a file."
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ssl.SSLError) as error:
            raise ReportError(f"it does not answer as it should ({error}). Try again.") from error
        raise ReportError(
            f"it redirects more than {MOST_REDIRECTS} times. Save the page to a file."
        )


def _checked(address: str) -> SplitResult:
    """Take an address apart.

    Raises:
        ReportError: It is no address of http or https, or carries a name and a password.
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise ReportError(f"{address!r} is no address of a page ({error}).") from error
    if not known or parts.username is not None:
        raise ReportError(
            f"{address!r} is no address of a page. It begins with http:// or https://."
        )
    return parts


def _get(pool: httpcore.ConnectionPool, parts: SplitResult) -> bytes | str:
    """Give what one address answers: a report's bytes, or the address that it redirects to."""
    url = httpcore.URL(
        scheme=parts.scheme,
        host=(parts.hostname or "").encode("idna"),
        port=parts.port,
        target=quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), _IN_ADDRESSES),
    )
    with pool.stream("GET", url, headers=_HEADERS) as response:
        headers = {name.lower(): value for name, value in response.headers}
        if response.status in _REDIRECTS and b"location" in headers:
            return headers[b"location"].decode("latin-1")
        if response.status != 200:
            raise ReportError(f"it answers {response.status}. Open it in a browser and look.")
        raw = bytearray()
        for chunk in response.iter_stream():
            raw += chunk
            if len(raw) > MOST_BYTES:
                raise ReportError(f"it is larger than {MOST_BYTES / 1e6:.0f} MB.")
        return _as_utf8(bytes(raw), headers.get(b"content-type", b"").decode("latin-1"))


def _as_utf8(raw: bytes, content_type: str) -> bytes:
    charset = _CHARSET.search(content_type)
    try:
        return raw.decode(charset[1]).encode() if charset else raw
    except (LookupError, UnicodeError):
        return raw  # reading it says what is wrong


class _Checked(httpcore.NetworkBackend):
    """Connections to public addresses alone, that end by a moment."""

    def __init__(self, web: Web, ends: float) -> None:
        self._web = web
        self._ends = ends

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve a host, check every address that it has, and connect to the first."""
        addresses = [str(address) for address in self._web.resolve(host.strip("[]"), port)]
        for address in addresses:
            if not self._web.is_public(ipaddress.ip_address(address)):
                raise ReportError(f"{host} is {address}, which is no public address.")
        left = _left(self._ends)
        stream = httpcore.SyncBackend().connect_tcp(
            addresses[0], port, left, local_address, socket_options
        )
        return _Ending(stream, self._ends)


class _Ending(httpcore.NetworkStream):
    """A connection on which nothing is waited for beyond a moment."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._ends))
        return _Ending(stream, self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    """Give the seconds until a moment.

    Raises:
        TimeoutError: It is over.
    """
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
