"""Who spoils crawls is kept apart from the others, and put off at last."""

from datetime import UTC, datetime, timedelta

from scheduler.quarantine import Quarantine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MANY = [f"a:{number}" for number in range(1_200)]


def test_who_is_not_suspected_goes_in_large_batches_in_order():
    batches = [*Quarantine().apart(MANY)]

    assert [len(batch) for batch in batches] == [500, 500, 200]
    assert [each for batch in batches for each in batch] == MANY


def test_who_came_to_nothing_goes_in_ever_smaller_ones_after_the_others():
    quarantine = Quarantine()
    for sizes in ([200], [50, 50, 50, 50], [5] * 40, [1] * 200, [1] * 200):
        alone = MANY[:200]
        assert [len(batch) for batch in quarantine.apart(alone)] == sizes
        late = quarantine.judge(alone, set(), NOW)
    assert set(late) == set(alone)
    assert [len(batch) for batch in quarantine.apart(MANY)][:2] == [500, 500]


def test_one_that_spoils_every_crawl_is_put_off_for_longer_and_longer():
    quarantine = Quarantine()
    waits = [quarantine.judge(["a:1"], [], NOW).get("a:1", NOW) - NOW for _ in range(12)]

    hours = [wait / timedelta(hours=1) for wait in waits]
    assert hours == [0, 0, 0, 1, 2, 4, 8, 16, 24, 24, 24, 24]


def test_who_is_read_again_is_like_all_others():
    quarantine = Quarantine()
    for _ in range(3):
        quarantine.judge(MANY[:10], [], NOW)
    quarantine.judge(MANY[:10], MANY[:9], NOW)

    assert [len(batch) for batch in quarantine.apart(MANY[:10])] == [9, 1]
