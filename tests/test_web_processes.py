import pytest

from crawler.errors import UsageError
from scheduler.web.processes import joined
from scheduler.web.reader import environment, make_ready


@pytest.mark.parametrize("number", [-1, 999_999, 2**70])
def test_a_number_that_is_no_socket_is_refused_with_what_it_is_for(number: int) -> None:
    with pytest.raises(UsageError, match=f"{number} is no open socket: --listener is for"):
        joined(number)


def test_a_reader_that_is_ready_has_every_page_compiled() -> None:
    templates = environment()
    make_ready(templates)

    names = templates.list_templates(extensions=["html"])
    assert templates.cache
    assert len(names) == len(templates.cache) > 10
