"""The course's bibliography, read by the checks of literature claims."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

BIBLIOGRAPHY = Path(__file__).parents[2] / "book" / "references.bib"


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography: who, when, where, and the address that resolves it."""

    key: str
    authors: tuple[str, ...]  # last names
    year: int
    title: str
    venue: str
    link: str

    @property
    def who(self) -> str:
        """The authors as a citation names them: one, two, or the first et al."""
        return {1: "{0}", 2: "{0} and {1}"}.get(len(self.authors), "{0} et al.").format(*self.authors)

    def __str__(self) -> str:
        return f"[{self.who} ({self.year})]({self.link}), {self.venue}"


@cache
def _entries(path: Path):
    from pybtex.database import parse_file  # 0.2 s, and only literature claims need it

    if not path.is_file():
        raise FileNotFoundError(f"{path.name} not found: literature claims are checked inside a clone of the course")
    return parse_file(str(path), bib_format="bibtex").entries


def _link(fields) -> str | None:
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    return f"https://arxiv.org/abs/{fields['eprint']}" if "eprint" in fields else fields.get("url")


def source(key: str, path: Path = BIBLIOGRAPHY) -> Source:
    """The entry `key`.

    Raises:
        KeyError: where the bibliography has no such entry.
        ValueError: where the entry has neither a DOI, an arXiv id nor an address, or no venue.
    """
    entries = _entries(path)
    if key not in entries:
        raise KeyError(f"{path.name} has no entry {key!r}")
    entry = entries[key]
    link = _link(entry.fields)
    venue = next((entry.fields[name] for name in ("journal", "booktitle", "publisher") if name in entry.fields), None)
    if venue is None and "eprint" in entry.fields:
        venue = f"arXiv:{entry.fields['eprint']}"
    for what, value in (("a DOI, an arXiv id or an address", link), ("a venue", venue)):
        if not value:
            raise ValueError(f"{path.name}: entry {key!r} has no {what.removeprefix('a ')}; expected {what}")
    people = entry.persons.get("author", ())
    names = tuple(_plain(" ".join(person.prelast_names + person.last_names)) for person in people)
    return Source(key, names, int(entry.fields["year"]), _plain(entry.fields["title"]), _plain(str(venue)), str(link))


def _plain(text: str) -> str:
    """Without TeX: accents as letters, and no braces that keep BibTeX from changing the case."""
    from pybtex.richtext import Text

    return str(Text.from_latex(text))
