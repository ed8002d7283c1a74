"""What settings must be so that the daemon can work by them: it and the doctor ask here."""

from crawler.config import Config
from crawler.errors import ConfigError, UsageError
from scheduler import notify
from scheduler.daemon import timetable


def check(config: Config) -> None:
    """Raises `ConfigError` for what is only known here: timetables, channels, formats, the door."""
    list(timetable.all_of(config))
    if config.serve_port:
        from scheduler import web  # half a second that most need not wait

        try:
            web.check(config.serve_host, config.token)
        except UsageError as error:
            raise ConfigError(f"{config.file}: [serve] host: {error}") from None
    notify.check(config)  # the last, as it may find no more wrong than a variable that is not set


def check_fresh(fresh: Config, used: Config) -> None:
    """`check`, of settings that are to take the place of those in use. Raises `ConfigError`."""
    if used.file and not fresh.file:  # a save by rename, a mount that failed: nobody wrote that
        raise ConfigError(
            f"{used.file} is gone: put it back (one that is empty, for every default), then send "
            "SIGHUP again"
        )
    check(fresh)
