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


ENGLISH = (
    "<p>Visitors to the town's website met three words on Monday morning: page not found. The "
    "council said that a contractor had removed four thousand documents by mistake.</p>"
    "<p>Minutes of the last nine years are expected back by the end of the week, the clerk told "
    "residents, who had asked for the plans of the new sea wall.</p>"
)


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
        ("此新聞已下架、已刪除", ""),
        ("島嶼報", "很抱歉，此新聞已下架，請瀏覽其他新聞。"),
        ("", "頁面不存在"),
        ("Page not found", "Sorry, the page you're looking for doesn't exist. Try searching."),
        ("404 Not Found", ""),
        ("This article is no longer available", "Back to the front page"),
        (
            "Island Herald",
            "This story has been removed from our site at the request of its author.",
        ),
        ("Oops!", "We can't find the page you requested. It may have been moved or deleted."),
        ("Error 404", "The requested URL was not found on this server."),
        ("Sorry, but this post has been deleted", "Please check the address."),
        ("Content unavailable", ""),
        ("ページが見つかりません", "お探しのページは削除されたか、移動した可能性があります。"),
        ("島の新聞", "申し訳ございません。この記事は掲載期間が終了しました。トップページへ"),
        ("記事は公開を終了しました", ""),
        ("삭제된 기사입니다", "이용에 불편을 드려 죄송합니다."),
        ("섬신문", "요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요."),
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
        ("Page not found", ENGLISH),
        ("Removed story angers readers", "<p>The story was removed on Monday, readers say.</p>"),
        ("Cave found", "<p>This content is not available in your region, the firm told users.</p>"),
        ("A page was found", "<p>The page has been found in a library. It is 900 years old.</p>"),
        (
            "Post removed",
            "<p>The mayor's post was removed from the site by its owner, he said.</p>",
        ),
        ("記事が削除", "<p>この記事は削除されましたと同社は発表した。</p>"),
        ("기사 삭제 논란", "<p>해당 기사가 삭제되었습니다라고 회사는 밝혔다.</p>"),
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
