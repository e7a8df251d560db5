"""Names, roles and landmarks that the theme leaves out; each repair answers a finding of axe-core."""

from typing import Any

from cnncourse.sphinxext.finish.page import Page


def repair(page: Page) -> None:
    """Make every control's name what it shows, every region a landmark, every table header a header."""
    soup = page.soup
    for tag in soup.select("html[data-theme=auto]"):
        tag["data-theme"] = "light"  # until the theme's script chooses: without scripts "auto" has no colors at all
    for tag in soup.select("button[aria-label].search-button__button, details > summary[aria-label]"):
        del tag["aria-label"]  # the visible words are the name
    for tag in soup.select("details > summary:has(.toctree-toggle)"):
        parent = tag.parent.find_previous_sibling("a")
        tag["aria-label"] = f"Pages of: {parent.get_text(strip=True)}" if parent else "Pages"
    for tag in soup.select("h1"):
        if not tag.get_text(strip=True):
            tag.decompose()
    for tag in soup.select(".theme-switch-button[aria-label]"):
        tag["aria-label"] = "Color theme"
    for tag in soup.select(".search-button__kbd-shortcut"):
        tag["aria-hidden"] = "true"
    for tag in soup.select(".bd-sidebar-primary"):
        tag["role"], tag["aria-label"] = "complementary", "Book"
    for tag in soup.select('[role="doc-biblioentry"]'):
        tag["role"] = "listitem"
    for tag in soup.select("i[class*=fa-], span.fa-solid"):
        tag["aria-hidden"] = "true"
    for tag in soup.select("details > summary > p"):
        tag.name = "span"  # a summary holds words, not blocks
    for tag in soup.select("main[role=main]"):
        del tag["role"]
    for tag in soup.select("[open=open], [defer=defer]"):
        for name in {"open", "defer"} & set(tag.attrs):
            tag[name] = ""  # written bare
    name_toggles(soup)
    type_buttons(soup)
    scope_headers(soup)


def name_toggles(soup: Any) -> None:
    """Icon buttons without words take their tooltip as their name."""
    for button in soup.select("button[title]:not([aria-label])"):
        if not button.get_text(strip=True):
            button["aria-label"] = button["title"]


def type_buttons(soup: Any) -> None:
    """A button says what it does to a form: nothing, but in the search box it submits."""
    for button in soup.select("button:not([type])"):
        button["type"] = "button"
    for form in soup.select("form.bd-search"):
        submit = soup.new_tag("button", type="submit", attrs={"class": "visually-hidden"})
        submit.string = "Search"
        form.append(submit)


def scope_headers(soup: Any) -> None:
    """A table's corner is no header, and the other headers say what they head."""
    for header in soup.select("article th"):
        if header.find("math") and not header.find(class_="visually-hidden"):
            spoken = soup.new_tag("span", attrs={"class": "visually-hidden"})
            spoken.string = header.get_text(" ", strip=True)
            for formula in header.select("mjx-container"):
                formula["aria-hidden"] = "true"
            header.append(spoken)  # a header of nothing but MathML is empty to axe and to some screen readers
        if not header.get_text(strip=True):
            header.name = "td"
        elif not header.get("scope"):
            header["scope"] = "col" if header.find_parent("thead") else "row"
