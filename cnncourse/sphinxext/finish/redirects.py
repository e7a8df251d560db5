"""Pages that only lead on: written as whole HTML documents, and keeping the fragment of the address."""

import re
from html import escape
from pathlib import Path

TARGET = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"', re.IGNORECASE)
WHOLE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved</title>
<meta http-equiv="refresh" content="0; url={target}">
<script>location.replace("{target}" + location.hash)</script>
</head>
<body><p>This page has moved: <a href="{target}">go there</a>.</p></body>
</html>
"""


def complete_redirects(site: Path) -> list[str]:
    """Write each redirect of the site as a whole page; returns those that lead nowhere."""
    lost = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        found = TARGET.search(text)
        if len(text) > 2000 or not found:
            continue
        target = found[1]
        if not (page.parent / target.split("#")[0]).is_file():
            lost.append(f"{page}:1: the redirect leads to {target}, and there is no such page")
        page.write_text(WHOLE.format(target=escape(target)), encoding="utf-8")
    return lost
