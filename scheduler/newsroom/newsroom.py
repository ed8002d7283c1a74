"""The newsroom as a whole: a desk, its pages, and the proxy through which all hosts are read."""

import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scheduler.newsroom.certificates import Authority
from scheduler.newsroom.desk import OPENING
from scheduler.newsroom.press import Press
from scheduler.newsroom.proxy import Proxy


class Newsroom(Press):
    """A fake news site on loopback that stands in for every host, http and https.

    ::

        with Newsroom() as newsroom:
            story = newsroom.publish("地震釀2死", ["……2人死亡。"])
            crawl(story.url, environment=newsroom.environment())
            newsroom.correct(story, "2人", "3人")
    """

    def __init__(self, seed: int = 0, now: datetime = OPENING, folder: Path | None = None) -> None:
        """`seed` decides the noise, `now` (aware) what the newsroom's clock shows at first.

        Certificates are written into `folder`, which is made where it is not there; without, into
        a temporary one, which stays behind where the process is killed.
        """
        super().__init__(now, seed)
        self._kept = folder

    def __enter__(self) -> Self:
        self._open = ExitStack()
        folder = self._kept
        if folder is None:
            temporary = tempfile.TemporaryDirectory(prefix="newsroom-")
            folder = Path(self._open.enter_context(temporary))
        folder.mkdir(parents=True, exist_ok=True)
        self._authority = Authority(folder)
        self._proxy = Proxy(self._authority, self.answer)
        self._proxy.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._proxy.close()
        self._open.close()

    @property
    def address(self) -> str:
        """The proxy's own URL: `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._proxy.server_address[1]}"

    @property
    def authority_file(self) -> Path:
        """The certificate of the throw-away authority, PEM; of no use without the newsroom."""
        return self._authority.file

    def environment(self) -> dict[str, str]:
        """The variables that make a child process read every host here."""
        # An inherited no_proxy=* would lead round the newsroom, so it is emptied.
        proxies = {"http_proxy": self.address, "https_proxy": self.address, "no_proxy": ""}
        upper = {name.upper(): value for name, value in proxies.items()}
        return proxies | upper | {"SSL_CERT_FILE": str(self.authority_file)}
