import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Credit
from scheduler.diff import compare
from scheduler.reports import Context, unified

LINES = st.lists(
    st.sampled_from(
        [
            "消防局今天統計，至少2人死亡，搜救人員徹夜挖掘。",
            "消防局今天統計，至少3人死亡，搜救人員徹夜挖掘。",
            "縣長上午前往災區。他說要配合撤離。",
            "縣長上午前往災區。",
            "他說要配合撤離。",
            "全縣停課一天。",
            "",
            "臺北\t3人",
        ]
    ),
    max_size=7,
)


def shown(old: list[str], new: list[str]) -> str:
    before, after = (
        Article(url="https://a.example/1", title="題", body=tuple(body)) for body in (old, new)
    )
    return "".join(unified.render([compare(before, after, "a:1")], Context()))


def applied(patch: str, old: list[str]) -> list[str]:
    """What patch(1) does with hunks that have no context."""
    made, place = [], 0
    for hunk in re.split(r"^(?=@@ )", patch, flags=re.MULTILINE)[1:]:
        head, *lines = hunk.splitlines()
        start, length = re.findall(r"-(\d+)(?:,(\d+))?", head)[0]
        size = int(length or 1)
        first = int(start) - bool(size)
        made += old[place:first]
        assert old[first : first + size] == [line[1:] for line in lines if line[0] == "-"]
        made += [line[1:] for line in lines if line[0] == "+"]
        place = first + size
    return made + old[place:]


@given(LINES, LINES)
def test_the_hunks_lead_from_the_old_text_to_the_new(old: list[str], new: list[str]):
    assert applied(shown(old, new), old) == new


def test_patch_itself_applies_them(tmp_path: Path):
    old, new = ["甲。", "乙說了話。", "丙。", "丁。"], ["丙。", "乙說了話，走了。", "戊。", "丁。"]
    file = tmp_path / "old.txt"
    file.write_text("".join(f"{line}\n" for line in old), encoding="utf-8")
    try:
        subprocess.run(
            ["patch", str(file)], input=shown(old, new), text=True, check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("patch is not installed")
    assert file.read_text(encoding="utf-8").splitlines() == new


def test_other_fields_stand_in_comments():
    old = Article(url="https://a.example/1", title="舊題", body=("甲",))
    new = Article(
        url="https://a.example/1", title="新題", body=("甲",), credits=(Credit("editor", "林一"),)
    )

    assert "".join(unified.render([compare(old, new, "a:1")], Context())) == (
        "diff a:1 https://a.example/1\n# title\n#-舊題\n#+新題\n# credits\n#+編輯：林一\n"
    )
