"""Pages that would stall a parser are refused, ordinary ones are not."""

import time

import pytest

from crawler.parsing import caps

LARGE = 60_000
DISTINCT_FONTS = "".join(f"<font size={size}>" for size in range(300))


def filled(piece: str) -> str:
    return piece * (LARGE // len(piece))


@pytest.mark.parametrize(
    "html",
    [
        filled("<div>"),
        filled("<div></x>"),
        filled("<span><div></span>"),
        filled("<a><div>"),
        filled("<i><div></i>"),
        filled("<table><tr><td>"),
        filled("<li><ul>"),
        "<!-->" + filled("<div>") + "-->",
        "<svg>" + filled("<td>"),
        "<svg>" + filled("<input>"),
        "<select>" + filled("<select>"),
        "<a " + " ".join(f"a{n}" for n in range(LARGE // 8)) + ">",
        "<a/" + "/".join(f"a{n}" for n in range(LARGE // 8)) + ">",
        '<a " ' + " ".join(f"a{n}" for n in range(LARGE // 8)) + '">',
        '<a =" ' + " ".join(f"a{n}" for n in range(LARGE // 8)) + '">',
        ("<a " + " ".join(f"a{n}" for n in range(3_900)) + ">") * 8,
        f"<p>{DISTINCT_FONTS}</p>" + filled("<p>x</p>"),
        filled("<nobr><div>"),
        filled("<div><td>"),
        f"<p>{DISTINCT_FONTS}</p><table><tr><td></td></tr></table>" + filled("<p>x</p>"),
    ],
)
def test_hostile_pages_are_refused_at_once(html: str) -> None:
    started = time.process_time()
    assert caps.refusal(html)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<" * 10_000,
        filled("<p>x"),
        filled("<p><b>x"),
        filled("<option><p>"),
        filled("<h1>x"),
        "<select>" + filled("<option>x"),
        filled("<b>x<i>y</b>z</i>"),
        filled("<button>x"),
        filled("<dt>x<dd>y"),
        filled("<form><p>x</form>"),
        filled("<h2>x</h3>"),
        filled("<svg><p>x"),
        "<svg><foreignobject>" + filled("<img>"),
        filled("<li>x"),
        filled("<div>x</div>"),
        filled("<b>x</b>"),
        filled("<a name=x>x"),
        filled("<br>"),
        filled("<nobr>x"),
        "<table>" + filled("<tr><td><font color=red>x"),
        "<table>" + filled("<tr><td><font color=red>x</td></tr>") + "</table>",
        filled("<svg><path d=x/></svg>"),
        "<svg><g></div></svg>" + filled("<input>"),
        "<script>" + filled("document.write('<div>');") + "</script>",
        "<script>" + filled("<div>"),
        "<style>" + filled("<div>") + "</style><p>x",
        "<!--" + filled("<div>") + "-->",
        '<img src="data:image/png;base64,' + filled("A/ ") + '">',
        "<p data-x='" + filled("<div> ") + "'>",
        "</p></div></b>",
        "<b>one<div>two</b>three</div>",
        "<span>one<div>two</span>three</div>",
    ],
)
def test_ordinary_pages_pass(html: str) -> None:
    assert caps.refusal(html) == ""


def test_the_limits_themselves() -> None:
    assert caps.refusal("<div>" * caps.DEEPEST) == ""
    assert caps.refusal("<div>" * (caps.DEEPEST + 1))
    attributes = " ".join(f"a{n}" for n in range(caps.MOST_ATTRIBUTES))
    assert caps.refusal(f"<p {attributes}>") == ""
    assert caps.refusal(f"<p {attributes} more>")
    assert caps.refusal("<br>" * (caps.MOST_TAGS - 1)) == ""
    assert caps.refusal("<br>" * caps.MOST_TAGS)


def test_angles_that_open_nothing_are_counted() -> None:
    assert caps.refusal("<" * caps.MOST_ANGLES) == ""
    assert caps.refusal("<" * (caps.MOST_ANGLES + 1)) == "more than 1000000 opened angles"
