"""The detectors of detect-secrets, and where they are asked. Its owner.

detect-secrets takes longer to load than a whole command, and its detectors read a megabyte in seconds. So
each of those used here has the marks that a line must have for it to find something, and is loaded and
asked for such lines alone. Its entropy detectors are left out: they find commits, digests and UUIDs.
Nothing of it that asks a server whether a secret is in use is ever called.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple

from .keywords import is_placeholder


class Detector(NamedTuple):
    """A detector of detect-secrets, for lines that have one of `marks`, or of `words` in lower case.

    `look` finds at least what the detector finds; `group` is whether the first group of its patterns is
    the secret, and not all that they match.
    """

    place: str
    marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    look: str = ""
    group: bool = False


KEYWORD = Detector("keyword.KeywordDetector", look=r"\(['\"]|['\"`];|[!=]=|\][ \t]*=")
DETECTORS = (
    Detector(
        "aws.AWSKeyDetector", ("AKIA", "ASIA", "ABIA", "ACCA", "A3T"), ("aws",),
        r"A[A-Z0-9]{19}|['\"][0-9a-zA-Z/+]{40}['\"]", group=True,
    ),
    Detector("azure_storage_key.AzureStorageKeyDetector", ("AccountKey=",)),
    Detector("basic_auth.BasicAuthDetector", ("://",), (), r"://[^\s/@:]+:[^\s/@:]+@", group=True),
    Detector("github_token.GitHubTokenDetector", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")),
    Detector(
        "gitlab_token.GitLabTokenDetector",
        ("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glcbt-", "glimt-", "glptt-", "glagent-", "gloas-",
         "GR1348941"),
    ),
    Detector("jwt.JwtTokenDetector", ("eyJ",), (), r"eyJ[\w=-]+\.[\w=-]"),
    Detector("mailchimp.MailchimpDetector", ("-us",), (), r"[0-9a-z]{32}-us[0-9]"),
    Detector("npm.NpmDetector", ("_authToken=",), group=True),
    Detector("openai.OpenAIDetector", ("T3BlbkFJ",)),
    Detector("pypi_token.PypiTokenDetector", ("pypi-Ag",)),
    Detector("sendgrid.SendGridDetector", ("SG.",), (), r"SG\.[\w-]{22}"),
    Detector("slack.SlackDetector", (), ("xox", "hooks.slack.com")),
    Detector("square_oauth.SquareOAuthDetector", ("sq0csp-",)),
    Detector("stripe.StripeDetector", ("k_live_",)),
    Detector("telegram_token.TelegramBotTokenDetector", (":AA",), (), "[0-9]{8}:[0-9A-Za-z_-]{35}"),
    Detector("twilio.TwilioKeyDetector", ("AC", "SK"), (), "(?:AC|SK)[a-z0-9]{32}"),
)  # fmt: skip


def asked(detector: Detector, text: str, at: int, to: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of what the detector finds in a line, or in a piece of a long one."""
    piece = text[at:to]
    if detector.look and not re.search(detector.look, piece):
        return
    plugin = loaded(detector.place)
    values = set(plugin.analyze_string(piece))
    if not values:
        return
    matches = (match for pattern in getattr(plugin, "denylist", ()) for match in pattern.finditer(piece))
    spans = [match.span(1 if detector.group and match.re.groups and match[1] else 0) for match in matches]
    if detector is KEYWORD:
        quoted = (re.finditer(rf"(?<=['\"`]){re.escape(value)}(?=['\"`])", piece) for value in values)
        spans = [match.span() for match in chain.from_iterable(quoted)]
    last = 0  # behind the token before: one that begins in it is found with it
    for start, end in sorted(spans):
        if at + start >= last and not is_placeholder(piece[start:end]):
            last = _whole(text, at + end)
            yield at + start, last, plugin.secret_type


_TAIL = re.compile(r"[\w-]*")


def _whole(text: str, end: int) -> int:
    """Where a token ends: some patterns leave its tail out."""
    found = _TAIL.match(text, end)
    return found.end() if found else end


@cache
def loaded(place: str) -> Any:
    """The detector of detect-secrets itself."""
    module, _, name = place.partition(".")
    return getattr(import_module(f"detect_secrets.plugins.{module}"), name)()
