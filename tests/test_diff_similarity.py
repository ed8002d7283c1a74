import time

from scheduler.diff.similarity import RELATED, related, similarity


def test_alike_and_unlike_paragraphs() -> None:
    assert similarity("山城今晨地震，2人受傷", "山城今晨地震，3人受傷") > 0.8
    assert similarity("山城今晨地震，2人受傷", "港口漁船翻覆獲救") == 0


def test_two_english_sentences_share_letters_but_no_words() -> None:
    old, new = "The mayor opened a bridge on Monday.", "Heavy rain is forecast for the coast."
    assert similarity(old, new) == 0
    assert similarity(old, "The mayor opened a school on Monday.") > RELATED
    assert similarity("The cat sat on a mat today.", "The cat sat in the hat today.") > RELATED


def test_a_shared_sentence_relates_paragraphs_of_any_length() -> None:
    sentence = "橋樑今天上午正式通車啟用"
    assert similarity(sentence + "。", "無關的長長一段文字" * 9 + "。" + sentence + "！") == RELATED


def test_of_long_paragraphs_head_and_tail_are_compared() -> None:
    old = "頭" * 1000 + "中" * 5000 + "尾" * 1000
    assert similarity(old, "頭" * 1000 + "腰" * 9000 + "尾" * 1000) == 1


def test_all_related_pairs_of_a_few_paragraphs_are_found() -> None:
    old = {0: "山城今晨地震，2人受傷", 1: "港口漁船翻覆獲救"}
    new = {5: "港口漁船翻覆，5人獲救", 7: "山城今晨地震，3人受傷"}
    assert sorted(pair[:2] for pair in related(old, new)) == [(0, 7), (1, 5)]


def test_of_many_paragraphs_those_with_common_grams_are_found_at_once() -> None:
    old = {k: f"{chr(0x4E00 + 7 * k)}村第{k}號公告：" + chr(0x6000 + 3 * k) * 8 for k in range(900)}
    new = {2000 - k: text + "（更新）" for k, text in old.items()}
    start = time.perf_counter()
    found = {pair[:2] for pair in related(old, new)}
    assert len(found & {(k, 2000 - k) for k in old}) > 800
    assert time.perf_counter() - start < 2
    assert list(related(dict.fromkeys(range(40), "同"), dict.fromkeys(range(40), ""))) == []
