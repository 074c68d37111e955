"""Where stories may go: this machine, or the one host that the study names in so many words."""

from __future__ import annotations

import ipaddress
import re

import httpx

from pipeline.domain import Problem, Severity, UserError

CONSENT = ("ja, verhalen gaan naar {host}", "yes, stories go to {host}")
"""The sentence, in either language, that a study must hold before a story leaves the machine."""
_HOST = re.compile(r"[a-z0-9._:-]+")


def check_endpoint(endpoint: str, allow_remote: str) -> httpx.URL:
    """Return the address of the server, if stories may go there.

    This machine is 127.0.0.0/8, ::1 and ``localhost``. Any other host needs the sentence of
    ``CONSENT`` with exactly that host, and https unless its address is private or its name
    ends in ``.local``. Nothing is sent or looked up here.

    Raises
    ------
    UserError
        If the address is no http(s) address, holds a password, or may not be used.
    """
    url = _parsed(endpoint)
    if _is_this_machine(url.host):
        return url
    values = {"host": url.host, "sentence": CONSENT[0].format(host=url.host)}
    given = " ".join(allow_remote.split()).casefold()
    if given not in {sentence.format(host=url.host).casefold() for sentence in CONSENT}:
        raise _refusal("remote_refused", **values)
    if url.scheme != "https" and not _is_private(url.host):
        raise _refusal("remote_needs_https", host=url.host)
    return url


def _refusal(code: str, **values: str) -> UserError:
    return UserError(Problem(f"llm.{code}", Severity.BLOCKS, values=values))


def _parsed(endpoint: str) -> httpx.URL:
    try:
        url = httpx.URL(endpoint.strip().rstrip("/"))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refusal("endpoint_wrong") from error
    plain = not (url.userinfo or url.query or url.fragment)
    named = _HOST.fullmatch(url.raw_host.decode("ascii", "replace"))
    if url.scheme not in ("http", "https") or not named or not plain:
        raise _refusal("endpoint_wrong")
    return url


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_this_machine(host: str) -> bool:
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _is_private(host: str) -> bool:
    address = _address(host)
    return host.endswith(".local") if address is None else address.is_private
