"""The list of pages for search engines, and the file that tells them where it is."""

from pathlib import Path
from xml.sax.saxutils import escape

from bs4 import BeautifulSoup

LEFT_OUT = {"search.html", "genindex.html", "404.html"}


def write_sitemap(site: Path) -> None:
    """Write `sitemap.xml` from the canonical address of each page, and `robots.txt` that names it."""
    addresses = []
    for page in sorted(site.rglob("*.html")):
        if page.name in LEFT_OUT or "_static" in page.parts:
            continue
        head = page.read_text(encoding="utf-8").partition("</head>")[0]
        link = BeautifulSoup(head, "html.parser").select_one('link[rel="canonical"]')
        if link:
            addresses.append(str(link["href"]))
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    (site / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n',
        encoding="utf-8",
    )
    root = min(addresses, key=len).rsplit("/", 2)[0] if addresses else ""
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {root}/sitemap.xml\n", encoding="utf-8")
