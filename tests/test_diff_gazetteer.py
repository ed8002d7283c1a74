import pytest

from tests.test_diff_another_hand import edit, told


@pytest.mark.parametrize(
    "marked",
    [
        "그는 `서울에서→부산에서` 회의를 열었다.",
        "그는 `서울시에→부산시에` 갔다.",
        "`한국은→일본은` 찬성했다.",
        "火災は`東京都→大阪府`で起きた。",
        "火災は`東京→大阪`で起きた。",
        "会見は`神奈川県→沖縄県`で開かれた。",
        "`中国→韓国`が発表した。",
        "傷者送往`台大→成大`醫院治療。",
        "傷者送`台大→成大`急救。",
        "`美方→中方`今天表示遺憾。",
        "`美股→日股`今天開盤。",
        "`London→Paris` is on alert today.",
        "`Russia→China` hosted the meeting.",
    ],
)
def test_another_place_is_another_name(marked: str) -> None:
    assert "name" in told(*edit(marked)).reasons


@pytest.mark.parametrize(
    "marked",
    [
        "회의가 `서울에서→어제` 열렸다.",
        "`시장이→기자가` 왔다.",
        "`美方→對方`今天表示遺憾。",
        "`都市→国内`の人口は増えた。",
        "会議は`国内→県内`で開く。",
        "`同市→同県`の発表によると増えた。",
        "工人`完成大→重修大`樓的工程。",
        "`London→Officials` hosted the meeting.",
        "`Police→Officers` said so today.",
        "`However→Meanwhile`, the meeting was held.",
        "他`從臺中→由台中`出發。",
        "中研院`與臺大→和台大`合作。",
        "他`訪問臺積電→參訪台積電`總部。",
        "漲幅達`3%，臺灣→4%，台灣`的一成",
    ],
)
def test_what_names_no_place_is_no_name(marked: str) -> None:
    assert "name" not in told(*edit(marked)).reasons
