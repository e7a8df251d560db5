"""Where the site lives, derived from the repository's address: owner and name stand once, in `_config.yml`."""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

REPOSITORY = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)/?")


def site_address(repository_url: str) -> tuple[str, str]:
    """The site's address and its path on the host: (`https://owner.github.io/name/`, `/name/`).

    Raises `ConfigError` for an address that is not a GitHub repository's.
    """
    match = REPOSITORY.fullmatch(repository_url)
    if not match:
        raise ConfigError(
            f"repository.url in _config.yml is {repository_url!r}, expected https://github.com/OWNER/NAME"
        )
    owner, name = match.groups()
    return f"https://{owner.lower()}.github.io/{name}/", f"/{name}/"


def derive(app: Sphinx, config: Config) -> None:
    """Fill in what other extensions want to know about the site's place."""
    address, path = site_address(config.html_theme_options["repository_url"])
    derived: dict[str, Any] = {
        "html_baseurl": address,
        "notfound_urls_prefix": path,
        "ogp_site_url": address,
        "ogp_image": f"{address}_static/share.png",
    }
    for name, value in derived.items():
        setattr(config, name, value)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", derive, priority=1)
