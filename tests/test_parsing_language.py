"""The language of a text by its script."""

import pytest

from crawler.parsing import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("霧津渡輪停航一週後今天復航，港務局長說，每一班船都會加派人手。", "zh-Hant"),
        ("雾津渡轮停航一周后今天复航，港务局长说，每一班船都会加派人手。", "zh-Hans"),
        ("一週間止まっていた霧津フェリーが五日、運航を再開した。", "ja"),
        ("일주일 동안 멈췄던 여객선이 오늘 다시 운항을 시작했다.", "ko"),
        ("The harbour reopened on Monday, 霧津 said.", ""),
        ("", ""),
    ],
)
def test_the_script_tells_the_language(text: str, expected: str):
    assert language.of([text]) == expected
