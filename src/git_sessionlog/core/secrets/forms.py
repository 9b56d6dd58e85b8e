"""The forms of secrets that detect-secrets has no detector for: headers, links, markup, prose.

Each part that repeats has a bound, so that a pattern takes no longer than a line is long.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .ordinary import looks_random


class Form(NamedTuple):
    """A form of a secret: a line has one of `words`, in lower case, and `pattern` finds `secret` in it.

    With `program`, that stands before it in the same command of a shell; with `exact`, the words are looked
    for as they are. With `prose`, people write so of anything: what reads like words is none.
    """

    kind: str
    words: tuple[str, ...]
    pattern: str
    program: str = ""
    exact: bool = False
    prose: bool = False

    def spans(self, piece: str) -> Iterator[tuple[int, int]]:
        """Where in a line, or in a piece of one, there are such secrets."""
        for match in re.finditer(self.pattern, piece):
            if self.prose and not looks_random(match["secret"]):
                continue
            if not self.program or self._is_option(piece, match.start()):
                yield match.span("secret")

    def _is_option(self, piece: str, at: int) -> bool:
        before = piece[max(0, at - _REACH) : at]
        return re.search(self.program, _SEPARATOR.split(before)[-1]) is not None


_REACH = 300
"""Characters between a program and its option at most."""
_SEPARATOR = re.compile(r"\|\|?\s|&&\s|;\s|\n")


MIXED = r"(?=\S{0,40}?[0-9])(?=\S{0,40}?[A-Za-z])"
"""What follows has a digit and a letter: no word, no number."""

PROSE = (
    r"\b(?:"
    r"a|an|and|any|are|as|at|be|been|between|but|by|can|cannot|characters|could|do|"
    r"does|enter|every|field|for|from|had|has|have|if|in|into|invalid|is|it|its|least|"
    r"long|minimum|must|needs|never|new|no|not|of|off|old|on|one|only|or|our|password|"
    r"passwords|passphrase|please|required|reset|same|see|sent|set|shall|should|so|than|"
    r"that|the|their|them|then|there|they|this|to|too|under|until|use|used|user|username|"
    r"valid|value|was|we|were|when|which|will|with|without|wrong|you|your"
    r")\b"
)
"""Words of a sentence, which no passphrase of random words has."""

_NOT_PROSE = rf"(?!{PROSE})"
_SPOKEN = (  # a word that is none: letters and digits, and not the name of a procedure
    r"(?!(?i:sha|md|base|bcrypt|argon|scrypt|utf|pbkdf|aes|rsa|http|oauth|ipv|v[0-9]|[0-9]+-|[0-9a-f]+\b))"
    rf"{MIXED}"
    r"[^\s\"'`*.,;:()<>]{6,200}"
)
_OF_USER = rf"(?:[\w.@-]{{1,60}} ?[:/] ?)?(?P<secret>{_SPOKEN})"
_KEYWORD = "Secret Keyword"
_SIGN = r"['\"`*]{0,3}\s?[:=：]\s?['\"`*]{0,3}"
_HEADER = r"(?i)authorization\\?[\"']?\s{0,2}[:=]\s{0,2}\\?[\"']?"
_NAME_IN_XML = r"[\w:.-]{0,40}(?:password|passwd|passphrase|secret|token|apikey)"

FORMS = (
    Form(
        "Authorization Header", ("authorization",),
        _HEADER + r"(?:bearer|basic|token|digest|api-?key|splunk)\s{1,2}(?:token=)?\\?[\"']?"
        r"(?P<secret>[^\s\"'\\,]{6,4000})",
    ),
    Form("Authorization Header", ("authorization",), rf"{_HEADER}{MIXED}(?P<secret>[\w.~+/=-]{{16,4000}})"),
    Form(
        "Authorization Header", ("bearer ",),
        r"(?i)\bbearer (?P<secret>(?=\S{0,99}[0-9])[\w.~+/=-]{16,4000})",
    ),
    Form(
        "Cookie", ("cookie:", 'cookie":', "cookie':"),
        r"(?i)(?:cookie['\"]?:\s{0,2}['\"]?|;\s?)"
        r"(?!(?:expires|path|domain|max-age|samesite|version|lang|locale|theme)=)[\w.%-]{1,60}="
        rf"{MIXED}(?P<secret>[^\s;,'\"]{{8,4000}})",
    ),
    Form("Basic Auth Credentials", ("://",), r"://[^\s/:@\"']{0,200}:(?P<secret>[^\s/\"']{3,400})@"),
    Form(
        "Basic Auth Credentials", ("://",), rf"(?i)https?://(?!ssh-)(?={MIXED}(?P<secret>[\w-]{{20,255}})@)",
    ),
    Form("Shared Access Signature", ("sig=",), r"(?<=[?&;]sig=)(?P<secret>[\w%+/=.~-]{20,200})"),
    Form(
        "Signed URL", ("signature=",),
        r"(?i)[?&;](?:x-amz-|x-goog-)?signature=(?P<secret>[\w%+/=.~-]{20,1000})",
    ),
    Form(
        "Webhook", ("webhook.office.com/",), r"webhook\.office\.com/webhookb2/(?P<secret>[\w@/-]{60,300})",
    ),
    Form("Firebase Key", ("AAAA",), r"(?<!\w)(?P<secret>AAAA[\w-]{7}:[\w-]{134,180})", exact=True),
    Form("Webhook", ("/api/webhooks/",), r"/api/webhooks/[0-9]{15,22}/(?P<secret>[\w-]{40,100})"),
    Form(
        "Discord Bot Token", ("MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"),
        r"(?<![\w.-])(?P<secret>[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40})(?![\w.-])", exact=True,
    ),
    Form("Terraform Token", (".atlasv1.",), r"(?<!\w)(?P<secret>[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,80})"),
    Form("Azure Secret", ("8q~",), r"(?<![\w~.-])(?P<secret>[\w~.-]{3}8Q~[\w~.-]{31,34})(?![\w~.-])"),
    Form(
        "Password Hash", ("$1$", "$5$", "$6$", "$y$", "$2", "$apr1$", "$argon2", "$7$"),
        r"(?<![\w$])(?P<secret>\$(?:[1567y]|2[abxy]|apr1|argon2(?:id|i|d))\$[^\s:'\"`|]{20,300})",
    ),
    Form(
        "AWS Access Key", ("aws",),
        r"\b(?i:aws)[ \w-]{0,20}\b(?i:secret|key)\b[^\n]{0,20}?(?<![\w/+=.-])"
        r"(?=\S{0,39}[0-9])(?=\S{0,39}[A-Z])(?=\S{0,39}[a-z])(?P<secret>[A-Za-z0-9/+]{40})(?![\w/+=.-])",
    ),
    Form(
        "Private Key Id", ("private_key_id",),
        r"private_key_id\\?[\"']?\s{0,3}[:=]\s{0,3}\\?[\"']?(?P<secret>[0-9a-f]{40})",
    ),
    Form(
        "Secret in XML", ("password>", "passwd>", "passphrase>", "secret>", "token>", "apikey>"),
        rf"(?i)<{_NAME_IN_XML}>\s{{0,9}}(?P<secret>[^<>\s][^<>\n]{{2,300}}?)\s{{0,9}}</",
    ),
    Form(
        _KEYWORD, ("password", "passwort"),
        r"(?i)\bpasswor[dt](?: (?:is |was )?| ?(?:->|→|-|–|—|\() ?)"
        rf"['\"`*]{{0,3}}(?![=:|>])(?P<secret>{_SPOKEN})",
    ),
    Form(_KEYWORD, ("pw", "cred"), rf"(?i)(?<![a-z])(?:pw|cred(?:ential)?s?){_SIGN}{_OF_USER}"),
    Form(
        _KEYWORD, ("creds ", "credentials ", "login "),
        rf"(?i)\b(?:creds|credentials|login)(?: with| as)? [\w.-]{{1,60}}:(?P<secret>{_SPOKEN})",
    ),
    Form(
        _KEYWORD, ("token ", "secret ", "key "),
        r"(?i)\b(?:token|secret|(?:api|access|secret|private|account|signing|encryption)[ _-]key) "
        rf"(?:is |was )?['\"`*]{{0,3}}(?![0-9a-f]+\b|[0-9a-f-]{{36}}\b){MIXED}"
        r"(?P<secret>[A-Za-z0-9_+/=]{16,4000})(?![\w./(-])",
    ),
    Form("Slack Token", ("xox",), r"(?<!\w)(?P<secret>xox[a-z]-[\w-]{20,300})"),
    Form(
        "Password of Oracle", ("sqlplus", "jdbc:oracle", "sqlldr", "expdp", "impdp"),
        r"\b(?:sqlplus|sqlldr|expdp|impdp|thin:)(?: -[A-Za-z]{1,10})? ?[\w.-]{1,60}/"
        r"(?P<secret>[^\s@/\"']{3,100})@",
    ),
    Form(_KEYWORD, ("_pat", "_auth"), rf"(?i)(?:_pat|_auth){_SIGN}{MIXED}(?P<secret>[\w+/=-]{{16,200}})"),
    Form(
        "Password in netrc", ("login ",),
        r"\blogin\s{1,4}\S{1,100}\s{1,4}password\s{1,4}(?P<secret>\S{3,200})",
    ),
    Form(
        "Password in pgpass", (":5432:", ":5433:", ":6432:", ":*:"),
        r"(?m)^(?:[\w.-]{1,100}|\*):(?:[0-9]{2,5}|\*):[\w.*-]{1,60}:[\w.*-]{1,60}:(?P<secret>[^\s:]{3,200})$",
    ),
    Form("Password of Redis", ("requirepass ", "masterauth "),
        r"\b(?:requirepass|masterauth) ['\"]?(?P<secret>[^\s'\"]{3,200})",
    ),
    Form(
        "Passphrase", ("phrase", "mnemonic"),
        r"(?i)\b(?:pass-?phrase|seed phrase|recovery phrase|mnemonic)['\"]?\s{0,3}[:=]\s{0,3}['\"]?"
        rf"(?P<secret>(?:{_NOT_PROSE}[a-z]{{3,12}}[ -]){{3,23}}{_NOT_PROSE}[a-z]{{3,12}})"
        r"(?=['\"`.,;)]{0,2}\s{0,9}$)",
    ),
)  # fmt: skip
