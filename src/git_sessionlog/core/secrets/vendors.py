"""The tokens that say by their beginning whose they are, where detect-secrets does not know them.

The forms are those that the vendors document, or that the rules of gitleaks have (MIT).
"""

import re
from collections.abc import Iterator

_DIGIT, _MIXED = r"(?=\S{0,99}?[0-9])", r"(?=\S{0,99}?[0-9])(?=\S{0,99}?[A-Z])"
_ANY, _HEX = "[A-Za-z0-9]", "[0-9a-f]"

_TOKENS = (
    ("GitHub Token", "github_pat_", r"[A-Za-z0-9_]{22,255}"),
    ("Google API Key", "AIza", r"[0-9A-Za-z_-]{35}"),
    ("Google OAuth Secret", "GOCSPX-", r"[\w-]{20,80}"),
    ("Google Access Token", "ya29.", rf"{_DIGIT}[\w-]{{20,2000}}"),
    ("API Key", "sk-", rf"{_MIXED}[\w-]{{20,300}}"),
    ("Groq API Key", "gsk_", rf"{_ANY}{{40,80}}"),
    ("Replicate Token", "r8_", rf"{_ANY}{{30,60}}"),
    ("Hugging Face Token", "hf_", rf"{_ANY}{{30,60}}"),
    ("Databricks Token", "dapi", rf"{_HEX}{{32}}(?:-[0-9])?"),
    ("Vault Token", "hvs.", r"[\w-]{24,300}"),
    ("Vault Token", "hvb.", r"[\w-]{24,300}"),
    ("Pulumi Token", "pul-", rf"{_HEX}{{40}}"),
    ("NPM tokens", "npm_", rf"{_ANY}{{36}}"),
    ("RubyGems Token", "rubygems_", rf"{_HEX}{{48}}"),
    ("crates.io Token", "cio", rf"{_MIXED}{_ANY}{{32}}(?!\w)"),
    ("PyPI Token", "pypi-", rf"{_MIXED}[\w-]{{50,1000}}"),
    ("Slack Token", "xapp-", r"[0-9]-[A-Za-z0-9-]{20,200}"),
    ("Slack Token", "xoxe.", r"[\w.-]{20,300}"),
    ("Docker Token", "dckr_pat_", r"[\w-]{20,80}"),
    ("Docker Token", "dckr_oat_", r"[\w-]{20,80}"),
    ("DigitalOcean Token", "dop_v1_", rf"{_HEX}{{64}}"),
    ("DigitalOcean Token", "doo_v1_", rf"{_HEX}{{64}}"),
    ("DigitalOcean Token", "dor_v1_", rf"{_HEX}{{64}}"),
    ("Fly Token", "fo1_", rf"{_DIGIT}[\w-]{{40,300}}"),
    ("Fly Token", "fm2_", rf"{_DIGIT}[\w+/=-]{{40,1000}}"),
    ("Stripe Key", "sk_test_", rf"{_ANY}{{20,250}}"),
    ("Stripe Key", "rk_test_", rf"{_ANY}{{20,250}}"),
    ("Stripe Webhook Secret", "whsec_", r"[A-Za-z0-9+/=]{24,100}"),
    ("Shopify Token", "shpat_", rf"{_HEX}{{32}}"),
    ("Shopify Token", "shpca_", rf"{_HEX}{{32}}"),
    ("Shopify Token", "shppa_", rf"{_HEX}{{32}}"),
    ("Shopify Token", "shpss_", rf"{_HEX}{{32}}"),
    ("Square Token", "sq0atp-", r"[\w-]{20,60}"),
    ("Mailgun Key", "key-", rf"{_HEX}{{32}}(?!\w)"),
    ("Brevo Key", "xkeysib-", rf"{_HEX}{{64}}-{_ANY}{{16}}"),
    ("Grafana Token", "glsa_", rf"{_ANY}{{32}}_{_HEX}{{8}}"),
    ("Grafana Token", "glc_", rf"{_MIXED}[A-Za-z0-9+/=]{{32,400}}"),
    ("New Relic Key", "NRAK-", r"[A-Z0-9]{27}"),
    ("Sentry Token", "sntrys_", r"[\w+/=-]{40,400}"),
    ("Sentry Token", "sntryu_", rf"{_HEX}{{64}}"),
    ("Linear Token", "lin_api_", rf"{_ANY}{{32,60}}"),
    ("Notion Token", "secret_", rf"{_MIXED}{_ANY}{{43}}(?!\w)"),
    ("Notion Token", "ntn_", rf"{_DIGIT}{_ANY}{{40,60}}"),
    ("Figma Token", "figd_", rf"{_DIGIT}[\w-]{{36,60}}"),
    ("Postman Key", "PMAK-", rf"{_HEX}{{24}}-{_HEX}{{34}}"),
    ("Airtable Token", "pat", rf"{_ANY}{{14}}\.{_HEX}{{64}}"),
    ("Atlassian Token", "ATATT3", r"[\w=-]{40,400}"),
    ("Bitbucket Token", "ATBB", rf"{_ANY}{{28,40}}(?!\w)"),
    ("Alibaba Key", "LTAI", rf"{_MIXED}{_ANY}{{12,20}}(?!\w)"),
    ("Tencent Key", "AKID", rf"{_MIXED}{_ANY}{{28,36}}(?!\w)"),
    ("Doppler Token", "dp.pt.", rf"{_ANY}{{40,50}}"),
    ("Doppler Token", "dp.st.", r"[\w.-]{40,90}"),
    ("Artifactory Token", "AKC", rf"{_MIXED}{_ANY}{{60,80}}"),
    ("SonarQube Token", "squ_", rf"{_HEX}{{40}}"),
    ("SonarQube Token", "sqp_", rf"{_HEX}{{40}}"),
    ("Supabase Token", "sbp_", rf"{_HEX}{{40}}"),
    ("PlanetScale Token", "pscale_tkn_", r"[\w=.-]{32,64}"),
    ("PlanetScale Token", "pscale_pw_", r"[\w=.-]{32,64}"),
    ("Tailscale Key", "tskey-", rf"{_DIGIT}[A-Za-z0-9-]{{20,100}}"),
    ("Facebook Token", "EAA", rf"{_MIXED}{_ANY}{{60,400}}"),
    ("Mapbox Token", "sk.eyJ", r"[\w-]{30,300}\.[\w-]{20,60}"),
    ("Duffel Token", "duffel_live_", r"[\w=-]{40,60}"),
    ("Frame.io Token", "fio-u-", r"[\w=-]{64}"),
    ("age Secret Key", "AGE-SECRET-KEY-", r"1[A-Z0-9]{50,70}"),
    ("Cloudflare Key", "v1.0-", rf"{_HEX}{{24}}-{_HEX}{{100,200}}"),
    ("OAuth Session", "ory_at_", r"[\w.-]{40,120}"),
    ("1Password Token", "ops_eyJ", r"[\w=-]{100,1500}"),
    ("Clerk Key", "sk_prod_", rf"{_ANY}{{20,100}}"),
    ("CircleCI Token", "CCIPAT_", r"[\w-]{40,100}"),
    ("Buildkite Token", "bkua_", rf"{_HEX}{{40}}"),
    ("Prefect Token", "pnu_", rf"{_ANY}{{36}}"),
    ("Readme Key", "rdme_", rf"{_HEX}{{60,80}}"),
    ("Typeform Token", "tfp_", r"[\w.=-]{50,70}"),
    ("GitLab Token", "glffct-", r"[\w-]{20,60}"),
    ("Adobe Secret", "p8e-", rf"{_MIXED}{_ANY}{{32}}"),
    ("EasyPost Key", "EZAK", rf"{_MIXED}{_ANY}{{54}}"),
    ("Flutterwave Key", "FLWSECK", r"(?:_TEST)?-[A-Za-z0-9-]{12,60}"),
)  # fmt: skip

_RUN = re.compile(r"(?<![A-Za-z0-9_.-])[A-Za-z0-9_.-]{16,}")
"""A long word: a token does not begin within one."""
_STARTS: dict[str, list[tuple[str, str]]] = {}
for _kind, _mark, _tail in _TOKENS:
    _STARTS.setdefault(_mark[:2], []).append((_kind, re.escape(_mark) + _tail))


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each token; only long words are looked at, by how they begin."""
    for run in _RUN.finditer(text):
        start = run.start()
        for kind, pattern in _STARTS.get(text[start : start + 2], ()):
            found = re.compile(pattern).match(text, start)
            if found and "example" not in found.group().lower():
                yield start, found.end(), kind
                break
