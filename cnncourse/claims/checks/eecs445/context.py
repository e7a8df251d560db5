"""Where the lecture's examples come from: claims 014 to 017, 059, 064 to 066, 070, 071 and 074 to 076."""

from cnncourse.claims.bibliography import Source, source
from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if, wrong_if


def _dated(*keys: str) -> tuple[list[int], str]:
    """The years of these entries, and the entries written out."""
    sources: list[Source] = [source(key) for key in keys]
    return [entry.year for entry in sources], "; ".join(str(entry) for entry in sources)


def eecs_445_014() -> Evidence:
    before, after = source("silver2016"), source("silver2017")
    return Evidence(
        "literature-only",
        f"News of March 2016, between {before}, and {after}, which reports the match against Lee Sedol.",
    )


def eecs_445_015() -> Evidence:
    entry = source("silver2016")
    return holds_if(
        (entry.year, entry.venue) == (2016, "Nature"),
        f"{entry}. It reports the match against Fan Hui; the one against Lee Sedol came later.",
    )


def eecs_445_016() -> Evidence:
    years, shown = _dated("fukushima1980", "lecun1989", "lecun1998")
    return wrong_if(
        years == [1980, 1989, 1998],
        f"In order: {shown}.",
        right="LeNet-5 is of 1998, and the first convolutional LeNet of 1989. "
        "1980 is the year of Fukushima's Neocognitron.",
    )


def eecs_445_017() -> Evidence:
    years, shown = _dated(
        "goodfellow2014", "krizhevsky2012", "taigman2014", "simonyan2014", "ciresan2013", "sermanet2011"
    )
    if years != [2014, 2012, 2014, 2014, 2013, 2011]:
        return wrong_if(True, shown, right=f"The years are {years}.")
    return Evidence("literature-only", f"All six are on record, with these years: {shown}.")


def eecs_445_059() -> Evidence:
    _, shown = _dated("swain1991", "lowe2004", "dalal2005")
    return Evidence(
        "literature-only",
        "How rare a practice is cannot be decided by training. "
        f"The features that stood between pixels and classifier: {shown}.",
    )


def eecs_445_064() -> Evidence:
    images, classes = 1_281_167, 1000  # the training set of 2012
    mean = images / classes
    return holds_if(
        round(mean, -2) == 1300 and 732 <= 1200 <= 1300,
        f"{images:,} training images in {classes} classes are {mean:,.0f} a class on average in 2012, between 732 and "
        f"1,300 ({source('russakovsky2015')}): 1,200 is a round figure inside that range.",
    )


def eecs_445_065() -> Evidence:
    named, winner = source("wang2010"), source("lin2011")
    return imprecise_if(
        "locality-constrained" in named.title.lower() and "local coordinate" not in named.title.lower(),
        f"{named}, is called “{named.title}”; the winning entry is described in {winner}.",
        right="Wang et al. (2010) is locality-constrained linear coding, a related method with another name. "
        "The entry that won in 2010 is described by Lin et al. (2011).",
    )


def eecs_445_066() -> Evidence:
    entry = source("krizhevsky2012")
    names = ("Krizhevsky", "Sutskever", "Hinton")
    return holds_if(entry.authors == names and entry.year == 2012 and "NIPS" in entry.venue, f"{entry}.")


def eecs_445_071() -> Evidence:
    _, shown = _dated("donahue2014", "razavian2014", "yosinski2014", "kornblith2019")
    return Evidence("literature-only", f"Practice, with these studies behind it: {shown}.")


def eecs_445_074() -> Evidence:
    _, shown = _dated("hubel1962", "fukushima1980")
    return Evidence("literature-only", f"An inspiration, on record, and no model of the brain: {shown}.")


def eecs_445_075() -> Evidence:
    _, shown = _dated("jarrett2009", "lecun2010")
    return Evidence(
        "literature-only",
        "The figures of the two slides are lost. "
        f"The architecture meant is filter bank, non-linearity, pooling: {shown}.",
    )


def eecs_445_076() -> Evidence:
    entry = source("zeiler2014")
    first = int("20" + entry.link.rpartition("/")[2][:2])  # an arXiv id begins with year and month
    return holds_if(
        first == 2013 and entry.authors == ("Zeiler", "Fergus"),
        f"{entry}; its arXiv id says {first}.",
    )
