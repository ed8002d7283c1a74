"""Opening an archive: what is made, what is refused, and with which sentence."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from crawler import config
from crawler.config import Config
from crawler.errors import NewerStoreError, StoreError
from crawler.store import Store
from crawler.store.database import FILE, HEAD, open_database
from crawler.store.migrate import configuration
from crawler.store.tables import metadata
from tests.visits import IDENTITY, article, visit

NOBODY = 65_534


def filled(folder: Path) -> Path:
    with Store.open(folder) as store:
        store.keep([visit(article())])
    return folder / FILE


def test_the_first_opening_makes_folder_and_archive(tmp_path: Path):
    folder = tmp_path / "deep" / "data"
    with Store.open(folder) as store:
        assert store.place == str(folder / FILE)

    assert (folder / FILE).is_file()


def test_an_archive_is_there_when_it_is_opened_again(tmp_path: Path):
    filled(tmp_path)
    with Store.open(Config(data=tmp_path)) as store:
        assert store.article(IDENTITY) == article()


def test_a_url_may_name_the_file(tmp_path: Path):
    there = tmp_path / "there" / "my archive.db"
    settings = Config(data=tmp_path / "unused", database_url=f"sqlite:///{there}")
    with Store.open(settings) as store:
        store.keep([visit(article())])

    assert there.is_file()
    assert not (tmp_path / "unused").exists()


# SQLAlchemy cannot read an index on an expression back; the words of the schema are compared.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
def test_the_migrations_make_what_the_tables_say(tmp_path: Path):
    migrated = open_database(tmp_path)
    drawn = create_engine("sqlite://")
    metadata.create_all(drawn)
    with migrated.reading() as connection:
        made = schema(connection)
        drawn_only = {"include_name": lambda name, kind, _: kind != "table" or is_drawn(name)}
        context = MigrationContext.configure(connection, opts=drawn_only)
        differences = compare_metadata(context, metadata)
    with drawn.connect() as connection:
        wanted = schema(connection)
    migrated.engine.dispose()
    drawn.dispose()

    assert made == wanted
    assert differences == []


def schema(connection: Connection) -> dict[str, object]:
    """Every table's columns and keys and the words of every index, of what `tables` draws."""
    inspector = inspect(connection)
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"
    )
    found: dict[str, object] = {name: sql.split() for name, sql in rows}
    for table in filter(is_drawn, inspector.get_table_names()):
        columns = [{**each, "type": str(each["type"])} for each in inspector.get_columns(table)]
        keys = [each["constrained_columns"] for each in inspector.get_foreign_keys(table)]
        uniques = [each["column_names"] for each in inspector.get_unique_constraints(table)]
        found[table] = (columns, sorted(keys), sorted(uniques), inspector.get_pk_constraint(table))
    return found


def is_drawn(name: str) -> bool:
    """Not Alembic's own, nor the index of words: of that each database has a form of its own."""
    return name != "alembic_version" and name.partition("_")[0] != "search"


def test_head_is_the_last_migration():
    script = ScriptDirectory.from_config(configuration())

    assert script.get_current_head() == HEAD
    assert all(revision.revision.isdecimal() for revision in script.walk_revisions())


def test_an_archive_that_is_up_to_date_opens_at_once(tmp_path: Path):
    filled(tmp_path)
    fastest = min(timed(lambda: Store.open(tmp_path).close()) for _ in range(5))

    assert fastest < 0.060


def timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def test_opening_an_up_to_date_archive_loads_no_alembic(tmp_path: Path):
    filled(tmp_path)
    code = (
        "import sys, pathlib; from crawler.store import Store\n"
        "Store.open(pathlib.Path(sys.argv[1])).close()\n"
        "heavy = {'alembic', 'scrapy', 'twisted', 'deepdiff', 'jinja2', 'psycopg',\n"
        "    'crawler.store.server', 'sqlalchemy.dialects.postgresql'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_sqlite_is_set_up_for_one_writer_and_many_readers(tmp_path: Path):
    database = open_database(tmp_path)
    with database.writing() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.engine.dispose()

    assert settings == {
        "journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 30_000,
    }  # fmt: skip


# ------------------------------------------------------------------ reading only


def test_a_reader_never_creates_anything(tmp_path: Path):
    with pytest.raises(StoreError, match=r"there is no archive at .* yet: start one"):
        Store.open(tmp_path / "data", read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_write(tmp_path: Path):
    filled(tmp_path)
    with (
        Store.open(tmp_path, read_only=True) as store,
        pytest.raises(StoreError, match="cannot be written"),
    ):
        store.keep([visit(article(), 1)])


# ------------------------------------------------------------------ refused


def set_revision(path: Path, revision: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_an_archive_of_a_newer_stet_is_refused_and_untouched(tmp_path: Path, read_only: bool):
    path = filled(tmp_path)
    set_revision(path, "9999")
    before = path.read_bytes()
    with pytest.raises(NewerStoreError, match=r"written by a newer Stet .*upgrade Stet") as caught:
        Store.open(tmp_path, read_only=read_only)

    assert caught.value.exit_code == 2
    assert path.read_bytes() == before


def test_a_reader_does_not_migrate(tmp_path: Path):
    set_revision(filled(tmp_path), "0000")
    with pytest.raises(StoreError, match="of an older Stet: any command that writes"):
        Store.open(tmp_path, read_only=True)


def test_an_empty_file_is_said_to_be_one(tmp_path: Path):
    (tmp_path / FILE).touch()
    with pytest.raises(StoreError, match=f"{FILE} is empty: any command that writes"):
        Store.open(tmp_path, read_only=True)


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path):
    path = tmp_path / FILE
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    with pytest.raises(StoreError, match=r"database of another program \(it holds 'bookmarks'\)"):
        Store.open(tmp_path)
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()

    assert names == [("bookmarks",)]


def test_another_program_that_uses_alembic_is_refused(tmp_path: Path):
    set_revision(filled(tmp_path), "4f1c2d9e")
    with pytest.raises(StoreError, match="database of another program"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("這是一份筆記"), "is no Stet archive"),
        (lambda path: path.write_bytes(path.read_bytes()[:5_000]), "is damaged"),
        (
            lambda path: path.write_bytes(path.read_bytes()[:16] + b"\0" * 8_192),
            "is no Stet archive",
        ),
    ],
)
def test_a_foreign_or_torn_file_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
):
    path = filled(tmp_path)
    spoil(path)
    with pytest.raises(StoreError, match=said) as caught:
        Store.open(tmp_path)

    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_damage_found_later_is_one_sentence_too(tmp_path: Path):
    path = filled(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4_096] + b"\xff" * (len(whole) - 4_096))

    with pytest.raises(StoreError, match="damaged"), Store.open(tmp_path) as store:
        store.article(IDENTITY)


@pytest.mark.parametrize("name", ["data", "data/deeper"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path, name: str, read_only: bool):
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="data is a file, not a folder: name another"):
        Store.open(tmp_path / name, read_only=read_only)


def test_a_folder_where_the_file_should_be_is_said(tmp_path: Path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError, match=rf"{FILE} is a folder, not an archive"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("not a url", r"\[store\] url = 'not a url' is no database"),
        ("oracle+cx_oracle://x", "which is no database that Stet knows"),
    ],
)
def test_a_wrong_url_is_said(tmp_path: Path, url: str, said: str):
    with pytest.raises(StoreError, match=said):
        Store.open(Config(data=tmp_path, database_url=url))


# ------------------------------------------------------------------ permissions


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that another user can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def as_nobody(act: Callable[[], object]) -> str:
    """What `act` brings or raises where it is done by a user without rights."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)  # what is saved is the way back
    try:
        return repr(act())
    except StoreError as error:
        return str(error)
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


def test_a_folder_without_write_permission_is_said(public: Path):
    assert as_nobody(lambda: Store.open(public)) == (
        f"{public} cannot be written: give yourself write permission on the file and its folder, "
        "or name another folder with --data"
    )
    assert "Permission denied" in as_nobody(lambda: Store.open(public / "data"))


def test_an_archive_without_write_permission_is_said(public: Path):
    path = filled(public)
    public.chmod(0o777)

    assert as_nobody(lambda: Store.open(public)).startswith(f"{path} cannot be written")


def test_an_archive_without_read_permission_is_said(public: Path):
    filled(public).chmod(0o600)

    assert "check the permissions" in as_nobody(lambda: Store.open(public, read_only=True))


def test_an_archive_may_be_read_by_who_may_not_write(public: Path):
    filled(public)

    read = as_nobody(lambda: Store.open(public, read_only=True).article(IDENTITY).title)
    assert read == repr(article().title)
    assert [path.name for path in public.iterdir()] == [FILE]


def test_what_a_reader_leaves_behind_is_in_nobodys_way(public: Path):
    filled(public)
    with Store.open(public, read_only=True) as store:
        title = store.article(IDENTITY).title

    assert as_nobody(lambda: Store.open(public, read_only=True).find(IDENTITY).title) == repr(title)
    with Store.open(public) as store:
        store.keep([visit(article(), 1)])
    assert [path.name for path in public.iterdir()] == [FILE]


def test_the_data_folder_is_that_of_the_configuration(tmp_path: Path):
    settings = config.load(None, None, {"STET_DATA": str(tmp_path)})
    filled(tmp_path)
    with Store.open(settings, read_only=True) as store:
        assert store.article(IDENTITY) == article()
