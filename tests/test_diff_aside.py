"""Changes that are folded for a reason of the reader's or of the site."""

from dataclasses import replace

from crawler.aside import Rule
from crawler.items import Article
from scheduler.diff import compare

TOLL = "霧津渡輪擦撞防波堤，造成2人死亡、14人受傷，傷者分送三家醫院。"
OFFER = "下載港灣日報App，隨時掌握第一手消息"
NEWER = "下載港灣日報App，天天都有第一手消息"
OLD = Article(url="https://news.example/1", title="渡輪擦撞 釀2死", body=(TOLL,), tags=("渡輪",))
NEWSLETTER = Rule("電子報", "訂閱.*電子報.*")


def test_what_a_rule_matches_bears_its_name_and_scores_nothing():
    new = replace(OLD, body=(TOLL, "訂閱港灣電子報"))
    [change] = compare(OLD, new, rules=[NEWSLETTER]).changes

    assert (change.tags, change.rule, change.new) == (("noise",), "電子報", "訂閱港灣電子報")
    report = compare(OLD, new, rules=[NEWSLETTER])
    assert (report.score, report.reasons, report.significant) == (0, ("noise",), False)


def test_what_no_rule_matches_is_judged_as_ever():
    new = replace(OLD, body=(TOLL.replace("2人", "3人"), "訂閱港灣電子報"))
    report = compare(OLD, new, rules=[NEWSLETTER])

    assert [change.rule for change in report.changes] == ["", "電子報"]
    assert report.reasons == ("number", "noise")
    assert report.score == 65


def test_a_number_that_a_rule_matches_does_not_count_beside_one_that_none_does():
    read, more = f"{TOLL}閱讀120次。", f"{TOLL.replace('撞', '碰')}閱讀950次。"
    rules = [Rule("人氣", r"閱讀\d+次"), Rule("別站", "輪", site="elsewhere")]
    report = compare(replace(OLD, body=(read,)), replace(OLD, body=(more,)), rules=rules)

    assert (report.reasons, report.changes[0].quantities) == (("edited",), ())
    report = compare(
        replace(OLD, body=(read,)), replace(OLD, body=(more.replace("2人", "3人"),)), rules=rules
    )
    [number] = report.changes[0].quantities
    assert (report.reasons, number.old, number.new) == (("number",), "2", "3")


def test_a_text_that_is_all_a_rule_s_is_judged_as_it_stands():
    rules = [Rule("人氣", r"閱讀\d+次"), Rule("標籤", field="tags")]
    report = compare(
        replace(OLD, body=("閱讀120次",)), replace(OLD, body=("閱讀950次，創新高",)), rules=rules
    )

    assert report.reasons[0] == "number"


def test_the_first_rule_that_matches_gives_its_name():
    rules = [
        Rule("別站", field="tags", site="elsewhere"),
        Rule("標籤", field="tags"),
        Rule("渡輪", "渡輪"),
    ]
    [change] = compare(OLD, replace(OLD, tags=()), "news:1", rules=rules).changes

    assert change.rule == "標籤"


def test_a_headline_that_a_rule_puts_aside_is_no_headline_to_be_told():
    rules = [Rule("站名", "｜港灣日報")]
    report = compare(OLD, replace(OLD, title=f"{OLD.title}｜港灣日報"), rules=rules)

    assert (report.score, report.reasons) == (0, ("noise",))


def test_a_line_of_the_whole_site_that_came_went_or_was_replaced_is_boilerplate():
    lines = {OFFER, NEWER}
    for old, new in ((None, OFFER), (OFFER, None), (OFFER, NEWER)):
        before, after = (
            replace(OLD, body=(TOLL, line) if line else (TOLL,)) for line in (old, new)
        )
        report = compare(before, after, lines=lines)
        assert [change.tags for change in report.changes] == [("noise", "boilerplate")]
        assert (report.score, report.reasons) == (0, ("noise", "boilerplate"))


def test_a_line_in_another_place_or_field_or_beside_other_words_is_not():
    body = (TOLL, OFFER, "港務局長方景同說，燈號是正常的。")
    other = replace(OLD, body=(OFFER, TOLL, body[2]))
    moved = compare(replace(OLD, body=body), other, lines={OFFER, TOLL})
    title = compare(OLD, replace(OLD, title=OFFER), lines={OFFER, OLD.title})
    beside = compare(OLD, replace(OLD, body=(TOLL, OFFER + "。2人死亡")), lines={OFFER})

    for report in (moved, title, beside):
        assert "boilerplate" not in report.reasons


# ------------------------------------------------------------------ most of the text gone


LONG = replace(OLD, body=(TOLL, TOLL.replace("2", "5"), TOLL.replace("14", "20"), TOLL[::-1]))


def test_a_text_that_lost_more_than_seven_tenths_shrank():
    assert "shrunk" in compare(LONG, replace(LONG, body=(TOLL,))).reasons
    assert "shrunk" not in compare(LONG, replace(LONG, body=LONG.body[:2])).reasons
    assert "shrunk" not in compare(replace(LONG, body=()), LONG).reasons


def test_nobody_shrank_a_text_that_was_not_observed():
    seen = replace(LONG, body=(), observed=("title",), title="渡輪")
    assert "shrunk" not in compare(LONG, seen).reasons


def test_a_text_that_lost_what_is_put_aside_has_not_shrunk():
    report = compare(LONG, replace(LONG, body=(TOLL,)), rules=[Rule("內文", field="body")])
    assert (report.score, report.reasons) == (0, ("noise",))
