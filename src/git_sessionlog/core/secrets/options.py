"""Passwords on command lines, by the option that each program has for them."""

from .forms import Form

_KIND = "Password Option"
_BARE = r"(?P<secret>[^\s'\"]{1,200})"
_VALUE = rf"['\"]?{_BARE}"
_LOGINS = "docker|podman|nerdctl|buildah|skopeo|oras|az|oc|ibmcloud|cf|helm|argocd|crane"
_CHARACTERS = r"[^\s'\"|;&]"


def _option(words: tuple[str, ...], programs: str, option: str, value: str = _VALUE) -> Form:
    """A program's option, with its value behind a blank, or at once."""
    return Form(_KIND, words, rf"(?<=\s){option}{value}", rf"\b(?:{programs})\s")


OPTIONS = (
    _option(("curl ",), "curl", "(?:-u|--user|--proxy-user)[ =]?", rf"['\"]?[^\s:'\"]{{1,100}}:{_BARE}"),
    _option(("mysql", "mariadb", "7z"), r"(?:mysql|mariadb)[\w-]{0,20}|7z[ar]?", "-p"),
    _option(("mongo", "sshpass "), "mongo(?:sh|dump|restore|import|export)?|sshpass", "-p ?"),
    _option(("ssh-keygen ",), "ssh-keygen", "-[NP] "),
    Form(_KIND, ("rclone obscure ",), rf"\brclone obscure {_VALUE}"),
    Form(_KIND, ("--auth ", "--auth="),
        r"(?<=\s)--auth[ =]['\"]?[\w.@-]{1,60}:(?P<secret>[^\s'\"]{1,200})"),
    Form(_KIND, ("aws configure set ",),
        rf"\baws configure set \S{{0,40}}(?:secret|token)\S{{0,40}} {_VALUE}"),
    _option(("redis-cli ",), "redis-cli", "-a "),
    _option(("ldap",), "ldap(?:search|add|modify|delete|whoami|passwd|compare|modrdn)", "-w ?"),
    _option(("sqlcmd", "bcp ", "zip ", "isql"), "sqlcmd|bcp|zip|unzip|isql", "-P ?"),
    _option(("snmp",), r"snmp\w{2,10}", "-A ?"),
    _option(("snmp",), r"snmp\w{2,10}", "-X ?"),
    _option(("login ",), rf"(?:{_LOGINS})(?: [\w-]{{1,20}}){{0,2}} login", "-p[ =]?"),
    Form(
        _KIND, ("smbclient", "rpcclient", "mount"),
        rf"(?<=\s)(?:-U|--user=?) ?['\"]?[\w.\\/-]{{1,60}}%{_VALUE}",
    ),
    Form(_KIND, ("net use ",), rf"(?i)\bnet use (?:[^\s\\]{{1,40}} )?\\\\\S{{1,200}} (?!/|\*){_VALUE}"),
    Form(
        _KIND, ("storepass", "keypass", "authtoken"),
        rf"(?<!\w)(?:-{{1,2}}(?:src|dest|new)?(?:store|key)pass|(?:add-)?authtoken)[ =]{_VALUE}",
    ),
    Form(
        "Password Pipe", ("passwd", "sudo -s", "-stdin"),
        r"\b(?:echo|printf) (?:-[neE]{1,2} )?['\"]?(?:[\w.-]{1,60}:)?"
        rf"(?P<secret>{_CHARACTERS}{{3,200}})['\"]? ?\| ?"
        r"(?:sudo )?(?:chpasswd|passwd\b|-S\b|[^\n|;&]{0,100}?-stdin\b)",
    ),
    Form(_KIND, ("identified by",), r"(?i)\bidentified by ['\"](?P<secret>[^'\"\n]{1,200})"),
    Form(
        _KIND, ("password '", 'password "', "password = '"),
        r"(?i)\b(?:with|encrypted|set) password (?:= |to )?['\"](?P<secret>[^'\"\n]{1,200})",
    ),
)  # fmt: skip
