from scheduler.diff.reflow import belongs, reflows

FERRY = "外海渡輪航班不受影響，"
POWER = "約三千戶一度停電。"


def test_runs_with_the_same_words_are_found_once() -> None:
    assert reflows({3: FERRY + POWER}, {5: FERRY, 6: POWER}) == [((3,), (5, 6))]
    assert reflows({0: FERRY, 1: POWER}, {0: FERRY + " " + POWER}) == [((0, 1), (0,))]
    assert reflows({0: FERRY + POWER, 1: FERRY + POWER}, {0: FERRY, 1: POWER}) == [((0,), (0, 1))]


def test_one_to_one_is_no_reflow() -> None:
    assert reflows({0: "山 城"}, {0: "山城"}) == []


def test_a_gap_of_many_paragraphs_or_characters_is_not_searched() -> None:
    assert reflows({0: FERRY * 5_000}, {0: FERRY, 1: FERRY * 4_999}) == []
    assert reflows(dict.fromkeys(range(31), FERRY), dict.fromkeys(range(31), FERRY * 2)) == []


def test_a_neighbour_belongs_where_it_saves_most_of_its_length() -> None:
    assert belongs(FERRY + POWER, FERRY, FERRY + POWER)
    assert not belongs(FERRY, FERRY, FERRY + POWER)
    assert not belongs(FERRY, FERRY, FERRY)
    assert not belongs(FERRY * 1_000, FERRY, FERRY * 1_000)
