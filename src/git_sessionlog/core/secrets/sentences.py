"""Passwords that sentences tell, in the languages that people write documents in.

A word behind such names is a secret only where it looks like one: most sentences about passwords hold none.
"""

from .forms import MIXED, Form

_KIND = "Secret Keyword"
_SECRET = r"(?P<secret>[^\s\"'`*|,;<>()，。；、]{6,200}?)(?=[.:?]{0,3}(?:[\s\"'`*|,;<>()，。；、]|$))"
_OPEN = r"['\"`*]{0,3}"
_SIGN = rf"['\"`*_]{{0,3}}\s?(?:[:=：|]|->|→|–|—)\s?{_OPEN}"
_IS = r"\s(?:is|was|are|now|es|est|ist|lautet|é|è|e|это|jest|är|er|on)\s"
_ASIAN = ("密码", "密碼", "口令", "パスワード", "暗証番号", "合言葉", "비밀번호", "암호")
_NAMES = (
    "contraseña", "contrasena", "clave", "kennwort", "passwort", "mot de passe", "mots de passe", "mdp",
    "code secret", "senha", "palavra-passe", "palavra passe", "parola d'ordine", "parola chiave", "parola",
    "wachtwoord", "hasło", "haslo", "lösenord", "adgangskode", "passord", "salasana", "heslo", "şifre",
    "jelszó", "κωδικός", "пароль", *_ASIAN,
)  # fmt: skip
_NAME = rf"(?<![^\W\d_])(?:{'|'.join(_NAMES)})"
_WHOSE = r"\s(?:for|of|on|to|in|at|für|von|auf|de|del|para|pour|du|da|di|per|для|от|на)\s[^\n:=|]{1,60}?"
_PASSWORD = r"\bpass(?:word|wort|phrase|code)s?"
_VARIABLE = r"[A-Z][A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY)(?:_[A-Z]{1,9})?"
_CREDENTIALS = r"cred(?:ential)?s?|zugangsdaten|identifiants|credenciales|credenziali"
_ACCOUNTS = rf"{_CREDENTIALS}|log-?in|account|user(?:name)?(?:\s?/\s?pass(?:word)?)?"


def _sentence(words: tuple[str, ...], pattern: str) -> Form:
    """A form of which only what looks like a password is one."""
    return Form(_KIND, words, pattern, prose=True)


SENTENCES = (
    _sentence(
        _NAMES,
        rf"(?i){_NAME}(?:{_WHOSE})?(?:\s\([^()\n]{{1,40}}\))?(?:{_SIGN}|{_IS}{_OPEN}){_SECRET}",
    ),
    _sentence(
        _ASIAN,
        rf"(?:{'|'.join(_ASIAN)})\s?(?:是|为|為|改为|は|を|는|은)\s?[「“'\"`]?(?P<secret>[!-~]{{6,200}})",
    ),
    _sentence(
        ("password ", "passwords ", "passwort ", "passcode ", "passphrase "),
        rf"(?i){_PASSWORD}{_WHOSE}{_SIGN}{_SECRET}",
    ),
    _sentence(
        ("password", "passwort", "passphrase", "passcode"),
        rf"(?i){_PASSWORD}\b[^\n:=|]{{0,60}}?\s(?:to|with|by|into|auf|zu)\s{_OPEN}{_SECRET}",
    ),
    _sentence(
        ("password", "passwd", "pwd", "secret", "token", "api_key", "apikey", "access_key"),
        rf"\b{_VARIABLE}[ \t]{{1,4}}{_OPEN}{_SECRET}",
    ),
    _sentence(
        ("cred", "login", "log-in", "account", "user", "zugangsdaten", "identifiants"),
        rf"(?i)\b(?:{_ACCOUNTS})(?:{_WHOSE})?{_SIGN}[\w.@-]{{1,60}}{_OPEN}"
        rf"(?:\s?[/:,|]\s?|\s(?:and|und|with)\s){_OPEN}(?!\w{{1,40}}[:=]){_SECRET}",
    ),
    _sentence(
        ("cred", "zugangsdaten", "identifiants"),
        rf"(?i)\b(?:{_CREDENTIALS})(?:{_WHOSE})?{_SIGN}[\w.@-]{{1,60}}\s{_OPEN}(?!\w{{1,40}}[:=]){_SECRET}",
    ),
    Form(
        _KIND, ("env ", "arg ", "setenv ", "setx ", "set -x", "set -gx"),
        r"(?m)(?:^|RUN |&& )\s{0,20}(?:ENV|ARG|setenv|setx|set -g?x)\s{1,4}"
        rf"(?i:{_VARIABLE})[ \t]{{1,4}}{_OPEN}{MIXED}(?P<secret>[^\s\"'`]{{6,200}}){_OPEN}\s{{0,9}}$",
    ),
    Form(
        _KIND, ("otp", "2fa", "mfa"),
        rf"(?i)\b(?:totp|hotp|otp|2fa|mfa)(?:[ _-](?:secret|seed|key|code))?{_SIGN}(?=[A-Z2-7 ]*[2-7])"
        r"(?P<secret>[A-Z2-7]{16,64}|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15})={0,6}(?![\w-])",
    ),
)  # fmt: skip
