"""Links between the pages of a chapter and the API reference, both ways, added when every page has been read."""

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.graded import graded_id
from cnncourse.sphinxext.part import PagePart
from cnncourse.sphinxext.records import records
from cnncourse.sphinxext.reference import NAME, Entry, entries, find, link, link_code
from cnncourse.sphinxext.uses import entries_used

BEFORE = "cnncourse_reference"  # the reference as the last build knew it
NO_LINK_IN = (nodes.reference, nodes.title, addnodes.desc_signature)
NO_LINK_IN_HTML = {"a", "label", "legend", "summary"}


def add_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the page's code names and list its functions; tell each entry of the reference who uses it."""
    used = entries_used(app.env)
    tell_users(app, doctree, docname, used)
    if any(entry.page == docname for entry in entries(app.env).values()):
        return  # a page of the reference does not link to itself
    link_names(app, doctree, docname, used.get(docname, []))
    if docname in used:
        list_functions(app, doctree, docname, used[docname])


def tell_users(app: Sphinx, doctree: nodes.document, docname: str, used: dict[str, list[Entry]]) -> None:
    """Below each description in the reference: the pages that use the function, and its problem set."""
    for description in list(doctree.findall(addnodes.desc)):
        signature = description.next_node(addnodes.desc_signature)
        body = description.next_node(addnodes.desc_content)
        if signature is None or body is None or not signature.get("ids"):
            continue
        ident = signature["ids"][0]
        pages = [page for page, found in used.items() if any(e.page == docname and e.ident == ident for e in found)]
        if not pages:
            continue
        line: list[nodes.Node] = [nodes.Text("Used on: ")]
        for page in in_reading_order(app, pages):
            line += [link(app, docname, page, app.env.titles[page].astext()), nodes.Text(", ")]
        line[-1] = nodes.Text(".")
        name = ident.rpartition(".")[2]
        for page, assignment in graded_on(app.env, name):
            line += [nodes.Text(" Graded in: "), link(app, docname, page, assignment, graded_id(name)), nodes.Text(".")]
        at = next((i for i, node in enumerate(body.children) if isinstance(node, addnodes.desc)), len(body.children))
        body.insert(at, element("p", *line, class_="used-on"))


def in_reading_order(app: Sphinx, pages: Iterable[str]) -> list[str]:
    """The pages as the table of contents has them."""
    order = list(app.config.external_site_map)
    return sorted(pages, key=order.index)


def graded_on(env: BuildEnvironment, function: str) -> list[tuple[str, str]]:
    """For each assignment that grades the function the (page, assignment) pair of one `{graded}` box that names it."""
    pages = {
        assignment: page
        for page, found in sorted(records(env, "graded").items())
        for assignment, name in found
        if name == function
    }
    return [(page, assignment) for assignment, page in sorted(pages.items())]


def link_names(app: Sphinx, doctree: nodes.document, docname: str, own: list[Entry]) -> None:
    """Make each name in code type a link to its entry: those that the page uses, and others that cannot be meant
    otherwise, as they hold an underscore."""
    known = entries(app.env)
    here = {entry.full.rpartition(".")[2]: entry for entry in own}
    for literal in list(doctree.findall(nodes.literal)):
        match = NAME.fullmatch(literal.astext())
        if not match or inside_link(literal):
            continue
        entry = here.get(match[1]) or (find(known, match[1]) if "_" in match[1] else None)
        if entry:
            literal.replace_self(link_code(app, docname, entry, literal.astext()))


def inside_link(node: nodes.Node) -> bool:
    """Whether a link cannot stand here: it would be within another, a heading, or what one clicks to choose."""
    around = node.parent
    while around is not None:
        if isinstance(around, NO_LINK_IN) or (isinstance(around, HtmlElement) and around["tag"] in NO_LINK_IN_HTML):
            return True
        around = around.parent
    return False


def list_functions(app: Sphinx, doctree: nodes.document, docname: str, own: list[Entry]) -> None:
    """At the end of the page, its functions with links into the reference."""
    links = [node for entry in own for node in (link_code(app, docname, entry), nodes.Text(", "))][:-1]
    title = words("p", "Functions on this page", class_="part-title")
    box = element("div", title, element("p", *links), class_="part part-functions")
    parts = list(doctree.findall(PagePart))
    place = parts[-1].parent if parts else doctree.next_node(nodes.section)
    place.append(box)


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages whose links another page may have changed: the reference, and with a new reference its users."""
    now = entries(env)
    pages = {entry.page for entry in now.values()}
    if now != getattr(env, BEFORE, now):
        pages |= set(records(env, "uses"))
    setattr(env, BEFORE, now)
    return sorted(pages)


def setup(app: Sphinx) -> None:
    app.connect("env-updated", pages_to_write)
    app.connect("doctree-resolved", add_links)
