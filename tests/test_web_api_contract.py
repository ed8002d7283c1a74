"""The API is asked what its description allows, and what it does not, by schemathesis."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from crawler.config import Config
from scheduler import web
from scheduler.web.faces.api import ENDPOINTS
from tests.archives import filled

schemathesis = pytest.importorskip("schemathesis", reason="in the group `quality`")

MODES = ("POSITIVE", "NEGATIVE")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description, with the API behind it; two sites and four articles."""
    config = Config(data=tmp_path_factory.mktemp("api"))
    filled(config)
    return schemathesis.openapi.from_asgi("/api/openapi.json", web.app(config, "testserver"))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS])
def test_every_answer_keeps_to_the_description(described: Any, path: str, mode: str):
    operation = described[path]["GET"]
    if mode == "NEGATIVE" and not operation.query:
        pytest.skip("anything may stand in its address")
    # No schema says which text is made of signs alone, so that there is no word to look for; which
    # day is later than another; and where a list may go on.
    names = {parameter.name for parameter in operation.query}
    is_beyond = path == "/api/search" or names & {"since", "before", "after"}
    beyond = (schemathesis.checks.positive_data_acceptance,) if is_beyond else ()
    generated = operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode])

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=generated)
    def ask(case: Any) -> None:
        case.call_and_validate(excluded_checks=[*beyond])

    ask()
