"""The files that a text names: paths and globs, as people write them in prose and in lists."""

import re

_NAMES = {
    "code": (
        "bash bat c cc cjs clj cpp cs cts dart ex exs fish go gradle h hpp hs ipynb java js jsx kt kts lua "
        "m mjs mk ml mts nix php pl proto ps1 py pyi r rb rs scala sh sql swift tf ts tsx zig zsh"
    ),
    "data": (
        "cfg conf csv env gql graphql http ini json json5 jsonc lock prisma properties service tfvars toml "
        "xml yaml yml"
    ),
    "text": "css htm html jinja jinja2 less md mdx rst sass scss svelte svg tex txt vue",
    "product": "alpine asp backbone chart d3 ember express next node nuxt react socket three vue",
}
_ENDINGS = frozenset(name for what in ("code", "data", "text") for name in _NAMES[what].split())
_PRODUCTS = frozenset(_NAMES["product"].split())
_BARE = (
    "Dockerfile",
    "Makefile",
    "Procfile",
    "Jenkinsfile",
    "Gemfile",
    "Rakefile",
    "Justfile",
    "CODEOWNERS",
)
_WORD = re.compile(
    r"(?<![\w./\\:@-])(?:\./|/)?([\w.*@+{}\[\]-]+(?:/[\w.*@+{}\[\]-]*)*)(?::[0-9]+)?(?![\w/])"
)
_STARS = re.compile(r"\*+")
_MOST_STARS = 4  # of a glob: how long it takes grows with each
_LONGEST = 400
_MOST = 200


def named(text: str, *, directories: bool = False) -> tuple[str, ...]:
    """The paths and globs that a text names, from the top, each once.

    A word is one where it has a known ending, or a slash and any ending: not `and/or`, `Node.js`, `v2.3` or
    `/chat/message`. With `directories`, one that ends with a slash is as well. Nothing above the top is.
    """
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        path = match[1].rstrip(".")
        if "." not in path and "/" not in path and path not in _BARE:
            continue
        if len(path) <= _LONGEST and _is_path(path, directories=directories):
            found.setdefault(path)
            if len(found) == _MOST:
                break
    return tuple(found)


def _is_path(path: str, *, directories: bool) -> bool:
    parts = path.split("/")
    if ".." in parts or "" in parts[:-1] or not path.strip("*./"):
        return False
    if len(_STARS.findall(path)) > _MOST_STARS:
        return False
    stem, dot, ending = parts[-1].rpartition(".")
    if len(parts) == 1:
        is_product = ending == "js" and stem.casefold() in _PRODUCTS
        return path in _BARE or (bool(dot and (stem or ending)) and ending in _ENDINGS and not is_product)
    if not parts[-1]:
        return directories
    is_file = bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,9}", ending)) if dot else False
    return is_file or parts[-1] in _BARE or "*" in parts[-1]
