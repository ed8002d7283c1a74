"""Pages that answer 200 and say that their article is not there, and articles that sound so."""

import pytest

from crawler import extract
from crawler.store import Store
from tests.visits import URL, article, visit

PAGE = "<html><head><title>{title}</title></head><body><h1>{h1}</h1>{rest}</body></html>"
REAL = (
    "<p>地方政府的臉書粉絲專頁昨晚突然從網路上消失，許多網友留言表示錯愕，市府今天早上說明，"
    "原因是帳號遭人盜用，目前已經向平台業者申訴。</p>"
    "<p>市府新聞處表示，民眾可以先到官方網站查詢活動訊息，預計三天之內可以恢復，"
    "並且提醒大家不要點選來路不明的連結，以免個人資料外洩，造成更多損失。</p>"
)


def page(h1: str, rest: str = "", title: str = "島嶼報") -> bytes:
    return PAGE.format(title=title, h1=h1, rest=rest).encode()


@pytest.mark.parametrize(
    ("h1", "text"),
    [
        ("您要找的頁面不存在", "很抱歉，這篇新聞已經移除或不存在。"),
        ("此新聞已下架", "很抱歉，此新聞已下架，請瀏覽其他新聞。"),
        ("很抱歉，您要找的網頁不存在", "請回首頁"),
        ("网页不存在", "您访问的页面不存在或已被删除"),
        ("頁面不存在", ""),
        ("該文章已被刪除", ""),
        ("內容已移除", ""),
        ("島嶼報", "很抱歉，此新聞已下架，請瀏覽其他新聞。"),
        ("", "頁面不存在"),
    ],
)
def test_a_page_that_says_that_its_article_is_not_there(h1: str, text: str):
    found = extract.read(page(h1, f"<p>{text}</p>"), URL)

    assert found.fault
    assert found.fault.kind == "gone"
    assert found.fault.message.startswith("the page says ")


@pytest.mark.parametrize(
    ("h1", "rest"),
    [
        ("臉書頁面不存在 網友錯愕", REAL),
        ("頁面不存在", REAL),
        ("毒奶粉已下架", "<p>食藥署今天表示，毒奶粉已下架，民眾可以安心選購。</p>"),
        ("毒奶粉已下架", REAL),
        ("新聞已下架 記者協會抗議", "<p>記者協會表示，這篇新聞已下架，要求電視台說明原因。</p>"),
        ("電視台撤新聞", "<p>這篇新聞已下架，電視台昨晚說。</p>"),
    ],
)
def test_an_article_about_what_is_gone_is_one(h1: str, rest: str):
    assert extract.read(page(h1, rest), URL).article


def test_such_a_page_is_a_deletion_and_no_edit(store: Store):
    taken = extract.read(page("您要找的頁面不存在"), URL).fault
    assert taken
    store.keep([visit(article()), *(visit(taken, at, status=200) for at in (1, 13, 26))])

    [watch] = store.watches()
    assert (watch.state, watch.title) == ("gone", "港口清晨起火")
    assert [each.kind for each in store.events()] == ["deleted"]
