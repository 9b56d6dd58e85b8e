"""What a value looks like: words, names and numbers as prose has them, or mixed as secrets are."""

import re

_TECHNICAL = (
    r"(?:sha-?\d+|1password|macos\d*|md\d|base\d+\w*|bcrypt\w*|argon2?\w*|scrypt|utf\d+|pbkdf\d|aes\d*|rsa\d*|hmac\w*|https?\d?|"
    r"h[23]|oauth\d\w*|ipv\d|v\d+\w{0,3}|pkcs\d+|p12|x509\w*|ed25519\w*|curve25519|x25519|secp\w+|[rhep]s\d{3}|"
    r"p\d{3}|cl100k|k8s|k3s|e2e|i18n|l10n|a11y|n8n|s3|ec2|b2[bc]|fido2|u2f|\w?2fa|oidc\d?|saml\d?|tls\d*v?\d*|"
    r"ssl\w?\d*|log4j\w*|web\d\w*|es\d+|py\d+|python\d*|node\d*|java\d+|jdk\d+|go\d+|php\d*|\d+[bl]e|psql\d*|pg\d+|"
    r"mysql\d*|redis\d*|win\d+|ubuntu\d*|debian\d*|x86|x64|amd64|arm\d*\w*|i\d86|cp\d+|rfc\d+|cve|gpt\d\w*|"
    r"llama\d*|q[1-4]|h[1-6]|rc\d+|beta\d+|alpha\d+|step\d|phase\d|part\d|level\d|tier\d|stage\d|fix\d+|"
    r"issue\d+|pr\d+|test\d|sprint\d+|day\d+|week\d+|m\d|t\d|ntlmv?\d?|krb5|gnupg\d?|gpg\d?|openssl\d?|"
    r"libsodium\d*|ascii\d*|crc\d+|uuid\d?|uuidv\d|ulid\w?|xml\d?|html\d?|css\d?|mp[34]|h26[45]|dot1x|"
    r"wpa\d\w*|ios\d+|android\d+|dotnet\d*|net\d+|gen\d|cors\d?|json\d?|json5|proto\d|grpc\w?)"
)
"""Names of the trade that have digits in them."""

_NUMBER = (
    r"[~<>≤≥+-]?\d{1,4}(?:k|m|b|s|ms|min|h|d|w|kb|mb|gb|kib|mib|gib|bits?|bytes?|chars?|st|nd|rd|th|fa)?"
)
_PART = re.compile(rf"(?i)(?:[^\W\d_]+|{_TECHNICAL}|{_NUMBER})%?$")
_JOINTS = re.compile(r"[-_./+:=|→–—&~()\[\]’'…]+")
_WHOLE = re.compile(
    r"""(?x)
      v?\d+(?:\.\d+){1,3}(?:[-+.]?(?:rc|alpha|beta|dev|post|pre|b|a)?[.\d]*)?   # 1.2.3, v1.2.3-rc.1
    | \d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?)? | \d{1,2}:\d\d(?::\d\d)?              # dates, times
    | [A-Z][A-Z0-9]{1,9}-\d{1,7}(?:-\d{1,7})? | \W?\#\d{1,7}\W?                 # JIRA-12, CVE-2024-1, #12
    | \d{1,4}[-–—/]\d{1,4}[+]? | \d{1,6}[+%] | [<>≤≥~]=?\d{1,6}                 # 8-64, 12+, >=8
    | (?:[\w.-]+/)*[\w-]+\.(?:[a-z]{1,5}|[a-z]+\d)(?:[:\#][L\d:-]+)?            # src/lexer.py:42
    | (?:\w[\w.-]*/){1,9}[\w.@-]*[:]?\d{0,6}                                    # k8s/overlays/, org/repo@v4
    | (?:[a-z0-9-]+\.){1,5}(?:com|org|net|io|dev|app|de|local|internal|test)(?:[:/]\S*)?  # of hosts
    | @?[\w./-]+@[v^~]?\d[\w.-]*                                                # packages: lodash@4.17.21
    | (?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d[a-z]?                             # regions
    | (?:https?|ssh|git|s3|gs|file|wss?)://\S*
    """
)
_CAMEL = re.compile(r"[a-z]*(?:[A-Z]{1,5}[a-z]{2,})*[A-Z]{0,5}s?|[A-Z]+s?")
_NUMBERED = re.compile(
    r"(?i)(?:sha|rfc|utf|md|aes|iso|cve|ieee|p|rs|es|hs|rsa|ecdsa|tls|oauth|ipv|adr|pkcs)[-_]?\d+$"
)
_NOTORIOUS = frozenset((
    "letmein", "qwerty", "qwertz", "azerty", "iloveyou", "asdf", "asdfgh", "asdfghjkl", "trustno1",
    "opensesame", "qwertyuiop", "passw0rd",
))  # fmt: skip
_CLASSES = ("[a-z]", "[A-Z]", "[0-9]", r"[^\w\s]")


def is_wording(value: str) -> bool:
    """Whether a value is words joined by hyphens and the like, a name, a version, a path: `off-by-one`.

    One word that has digits in it is none, unless it is a term: `sha256`.
    """
    value = value.strip("*_`.,;:()[]…")
    if _WHOLE.fullmatch(value):
        return True
    parts = [part for part in _JOINTS.split(value) if part]
    return bool(parts) and all(_PART.match(part) and _is_plain(part) for part in parts)


def ends_in_number(value: str) -> bool:
    """Whether a number ends it as in `demo-7`, and not as in `scram-sha-256`."""
    return re.search(r"[^\W\d][-_.]\d+$", value) is not None and not (
        _NUMBERED.search(value) or _WHOLE.fullmatch(value)
    )


def is_notorious(value: str) -> bool:
    """Whether it is one of the passwords that are no words, and that everybody tries first."""
    return value.lower() in _NOTORIOUS


def looks_random(value: str) -> bool:
    """Whether a word of a sentence is a password: letters and digits mixed, and no wording."""
    if is_notorious(value):
        return True
    if len(value) < 6 or is_wording(value) or re.fullmatch("[0-9a-f]{7,64}", value):
        return False
    if not re.search("[0-9]", value) or not re.search("[^\\W\\d_]", value):
        return False
    classes = sum(re.search(one, value) is not None for one in _CLASSES)
    return (
        classes > 2 or re.search(r"[A-Za-z]\d+[A-Za-z]|[A-Za-z]\d{2,}$|^\d+[A-Za-z]+\d", value) is not None
    )


def is_phrase_of_words(value: str, prose: str) -> bool:
    """Whether it is four random words or more, joined by hyphens: what `prose` matches is in none."""
    words = value.split("-")
    return (
        len(words) > 3
        and all(re.fullmatch("[a-z]{3,12}", one) for one in words)
        and not re.search(f"(?i){prose}", value)
    )


def _is_plain(part: str) -> bool:
    """Whether the letters of a part are those of a word, of a name in camel case, or of no case at all."""
    return not part.isascii() or not part.isalpha() or len(part) < 5 or bool(_CAMEL.fullmatch(part))
