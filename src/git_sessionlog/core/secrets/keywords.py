"""What stands behind `password:` and the like, and what of it is no secret: pure text."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .forms import PROSE
from .ordinary import ends_in_number, is_notorious, is_phrase_of_words, is_wording

_WORDS = ("pass", "pwd", "secret", "token", "contrase", "key")
_SHORT = ("pass", "pwd")
_PASS = ("word", "wd", "wort", "phrase", "code")
_WHOSE = ("admin", "database", "db", "key", "my", "root", "user")
_LOCKS = tuple(
    f"{owner}{dash}"
    for owner in ("access", "account", "api", "auth", "client", "database", "db", "encryption", "master",
                  "priv", "private", "service", "signing")
    for dash in ("", "_", "-", " ")
)  # fmt: skip
_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."
# At one of the words: `db_password: x`, `**Password:** x`, `"token": "x"`, `| Password | x |`, `--pass x`.
_ASSIGNED = r"""
    (?P<word>(?i:passw(?:or)?d|passwort|passphrase|passcode|pass(?![a-z])|pwd|secret|token|contrase[nñ]a|key))
    (?P<suffix>[\w-]{0,40})
    (?:\\?["'`\])*_~]|</\w{1,8}>){0,4} (?:[ ]\([^()\n]{0,30}\))? [ \t]{0,40}
    (?P<sign>:?={1,3}>?|=>|\\?:{1,2}|\||(?<=[ ]))
    [ \t]{0,40} (?:[*_]{1,2}[ ])? [ \t]?
    (?P<quote>\\?["'`])?
    (?P<value>(?(quote)(?:(?!(?P=quote))(?:\\.|[^\n])){1,1500}|))
"""
_BARE = r"(?:(?![,;&|]\w{1,40}=)[^\s\"'`&]){1,1500}"
_REFERENCE = r"""(?ix)
    (?: name | ref | file | path | dir | ids? | ur[li] | policy | length | len | type | kind | arn |
      count | store | provider | enabled | required | expir\w* | ttl | age | size | version |
      field | prompt | hint | manager | env | var | max | min | limit | usage | budget | reset |
      changed | updated | rotated | date | i[sz]ers? | i[sz]ation | bucket
    )$
"""
_PAGE = r"(?i)(?:next|page|pagination|continuation|continue|sync|resume|cancel\w*|max|num|total)[_.-]?$"
_ORDINARY = r"""(?ix)
    (?: a | an | and | any | apikey | are | as | auth | authentication | be | blank | bool | boolean |
      bytes | changed | changeme | char | complete | correct | created | credentials | deleted |
      demo | disabled | done | empty | enabled | error | example | expired | expires | failed |
      false | file | files | for | found | from | generated | given | hash | hashed | hidden | if
      | in | incorrect | int | integer | invalid | is | it | key | length | masked | match |
      mismatch | missing | must | n/a | na | nil | no | none | not | null | number | object | off
      | ok | on | one | open | optional | or | password | passwd | pass | pending | placeholder |
      policy | protected | provided | pwd | redacted | rejected | removed | required | reset |
      rotated | sample | secret | secrets | see | sensitive | set | str | string | stored |
      systemd | tbd | text | the | this | to | todo | token | tokens | true | type | undefined |
      unknown | unset | updated | user | username | vault | valid | value | varchar | was | weak |
      with | word | wrong | yes | your | 1password )
"""
_PLACEHOLDER = r"""(?ix)
      \$ \{? [a-z_] [\w.:?+-]* \}?            # $VAR, ${VAR:-default}
    | \$ [({\[] .*                            # $(command), ${{ secrets.X }}
    | % [a-z_]\w* % | %\(?\w*\)?[sdr]         # %VAR%, %s, %(password)s
    | [<({\[] .* | .* [>]                     # <password>, {password}, [redacted], (sensitive value)
    | [\W_]+ | (.)\1{2,}                      # ***, ..., xxxx
    | (?:\\?[*•x…]){3,} .{0,4}                # ****1234
    | (?:your|insert|enter|replace|example|sample|dummy|placeholder|redacted|change)[\w.-]*
    | (?:my|the|some|a)[_.-]?(?:[a-z]{1,12}[_.-])?(?:secret|password|passwd|pwd|pass|token|key|value)[\w.-]*
    | (?:user|db|admin|root|test)?[_.-]?(?:password|passwd|secret|token)s?
    | (?:vault|op|ssm|secretsmanager|arn|env|file|sops|gcp|azure|aws|kms|keyring|keychain|keepass|gopass
        |1password|bitwarden|doppler|ref|sm|projects) (?: [:/] | :// ) .*
    | \^.*\$ | \\[wdsDWS][{+*].*             # regular expressions
    | !\w+.* | ENC\[.* | @\w+.*               # !Ref x, sops, @Microsoft.KeyVault(…)
    | [a-z_]\w*(?:\.[a-z_]\w*)* [(\[] .*      # get_password(), os.environ["X"]
    | (?:self|this|os|process|config|settings|request|env|args|options|params|secrets|var|data|local)
        (?:\.[a-z_]\w*)+
"""
_FILE = (
    r"(?:[\w.-]{1,60}/){1,20}[\w.-]{1,80}\.[A-Za-z]{1,5}"
    r"|[a-z_.-]{2,30}(?:/[a-z_.-]{2,30}){1,9}/?"
    r"|[\w-]{1,80}\.(?:py|[jt]sx?|go|rs|rb|java|php|sh|md|sql)"
)
"""What is the path of a file or a directory, as in "refuse expired tokens: src/auth.py"."""
_OF_RULES = (
    r"(?i)[ -](?:polic(?:y|ies)|rules?|requirements?|complexity|strength|validat\w+|patterns?|regex|style)"
    r"(?![\w-])"
)
"""What a value in front of is no more than an example: `P@ssw0rd policy`."""
_COUNTED = (
    r"(?i)[ -](?:or more |of |to \d+ )?(?:characters?|chars?|letters?|digits?|symbols?|bits?|bytes?|words?|"
    r"days?|minutes?|seconds?|hours?|weeks?|months?|times?|attempts?|retries|entries|users?|lines?)\b"
)
_ARN = r"\barn:[\w-]{1,20}:[\w:/*.-]{0,160}$"
_SENTENCE = rf"(?i){PROSE}"


class Assigned(NamedTuple):
    """A value behind a name such as `password`: `text[start:end]`; `secret` is whether it is one."""

    start: int
    end: int
    secret: bool


def named(lowered: str) -> Iterator[int]:
    """Where such a name has its word, in a text in lower case."""
    for word in _WORDS:
        at = lowered.find(word)
        while at >= 0:
            after = at + len(word)
            if _is_name(lowered, at, after):
                yield at
            at = lowered.find(word, after)


def _is_name(lowered: str, at: int, after: int) -> bool:
    """Whether the word is one of a lock: "key" is the word of every map, "pass" of every test."""
    if lowered.startswith("key", at):
        return lowered[max(0, at - 11) : at].endswith(_LOCKS)
    if not lowered.startswith(_SHORT, at) or lowered.startswith(_PASS, after):
        return True
    begins = not lowered[max(0, at - 1) : at].isalpha() or lowered[max(0, at - 8) : at].endswith(_WHOSE)
    return begins and not lowered[after : after + 1].isalpha()


def assigned(text: str, at: int) -> Assigned | None:
    """What stands behind the name that has its word at `at`, None where nothing does."""
    found = _compiled(_ASSIGNED, re.VERBOSE).match(text, at)
    if not found:
        return None
    before = text[max(0, at - 40) : at]
    prefix = before[len(before.rstrip(_NAME_CHARACTERS)) :]
    if not found["sign"].strip() and not prefix.startswith("-"):
        return None
    start = found.start("value")
    if found["quote"]:
        value = found["value"]
    else:
        bare = _compiled(_BARE).match(text, start)
        value = bare.group().rstrip(".,;)]}*") if bare else ""
    end = start + len(value)
    name = prefix + found["word"] + found["suffix"]
    secret = (
        not is_placeholder(value)
        and not _is_prose(found, value, text[end : end + 40])
        and not _compiled(_ARN).search(text, max(0, at - 200), at)
        and _is_secret(found, name, value, text[end : end + 1])
    )
    return Assigned(start, end, secret)


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What is asked at each of many names is compiled when it is first wanted; `re` looks longer for it."""
    return re.compile(pattern, flags)


def is_placeholder(value: str) -> bool:
    """Whether the value stands for a secret and is none: `${VAR}`, `<password>`, `***`, `vault:path`."""
    return (
        len(value) < 3
        or re.fullmatch(_ORDINARY, value.strip("*_`'\".,;:!?()")) is not None
        or re.fullmatch(_PLACEHOLDER, value) is not None
        or "example" in value.lower()
    )


def _is_phrase(value: str) -> bool:
    """Whether a quoted value with blanks is a password: no sentence, with random words or with digits."""
    words = value.split(" ")
    if re.search(_SENTENCE, value) or not 2 <= len(words) <= 24 or "" in words:
        return False
    return any(re.fullmatch(r"(?=\D*\d)\S*[A-Za-z]\S*", word) for word in words) or (
        len(words) > 2 and all(re.fullmatch("[a-z]{3,12}", word) for word in words)
    )


def _is_prose(found: re.Match[str], value: str, after: str) -> bool:
    """Whether a sentence goes on behind the colon: `token: off-by-one error`, `password: P@ssw0rd policy`.

    What is assigned by `=`, or to a quoted password, is a value whatever it looks like.
    """
    is_pass = found["word"].lower() not in ("secret", "token", "key")
    if "=" in found["sign"] or not found["sign"].strip():
        return False
    if is_pass and found["quote"] and found["quote"] != "`":
        return False
    if not found["quote"] and value.isalpha() and re.match(r"'[a-z]", after):
        return True  # can't
    number = re.fullmatch(r"\d{1,5}\+?", value) is not None
    if not found["quote"] and _compiled(_COUNTED if number else _OF_RULES).match(after):
        return True
    if value.isalpha() or value.isdigit() or (is_pass and ends_in_number(value)):
        return False  # one word, or one with a number behind it: the rule for the name decides
    wording = value if is_pass else value.rstrip("!?")
    return is_wording(wording) and not (is_pass and is_phrase_of_words(value, PROSE))


def _is_secret(found: re.Match[str], name: str, value: str, after: str) -> bool:
    """Whether a value that is no placeholder is a secret, as far as its name and its looks tell."""
    word, prefix = found["word"].lower(), name[: -len(found["word"] + found["suffix"])]
    if re.search(_REFERENCE, name) or re.search(_PAGE, prefix):
        return False
    if not found["quote"] and value.startswith(("/", "~", "./", "../", "-")):
        return False  # a path, or the next option
    letters = value.isalpha()
    if word in ("secret", "token", "key"):
        if re.fullmatch(_FILE, value):
            return False
        return len(value) >= 8 and not letters and not value.isdigit() and " " not in value
    if " " in value:
        return _is_phrase(value) if found["sign"].strip(" |") else word == "passphrase"
    if found["sign"] == "|":
        return not letters
    if letters and is_notorious(value):
        return True
    if letters and found["quote"] == "`":
        return False  # the name of something, as sentences have it
    return bool(found["quote"]) or not letters or after in ("", "\n", "\r", "&", '"', "'", "`")
