"""One person called in two ways: 賴總統 and 總統賴清德, 蔡前總統 and 前總統蔡英文."""

from scheduler.diff import persons, ranks, words

_LONGEST = 24  # characters of a name with its title and what that is of
_NAME = 4


def are_one(old: str, new: str) -> bool:
    """Whether both bear one title, and one is called by no more than the surname of the other."""
    if not old or not new or max(len(old), len(new)) > _LONGEST:
        return False
    (title, name), (other_title, other) = map(_called, (old, new))
    shorter, longer = sorted((name, other), key=len)
    return title == other_title != "" and len(shorter) == 1 and longer.startswith(shorter)


def _called(text: str) -> tuple[str, str]:
    """The title and the name beside it, in simplified characters; two empty ones of other text."""
    plain = words.simplified(text)
    if not (found := ranks.spans(plain)):
        return "", ""
    start, end = found[-1]
    name = plain[end:] or plain[:start]
    is_name = 0 < len(name) <= _NAME and name[0] in persons.SURNAMES
    return (plain[start:end], name) if is_name else ("", "")
