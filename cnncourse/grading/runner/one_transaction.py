"""Everything that nbgrader writes about one submission, in one transaction: in the gradebook it is whole or not there.

nbgrader opens a gradebook of its own in each of its steps (9 engines a submission) and commits after each cell (29
times). Here all of them share one connection; their commits write to it, and ours at the end to the gradebook.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook
from sqlalchemy import Connection, event
from sqlalchemy.orm import scoped_session, sessionmaker


class SharedGradebook:
    """Stands in for nbgrader's way to open and close a gradebook, as long as it is entered."""

    def __init__(self, db_url: str, course_id: str) -> None:
        self.db_url = db_url
        self.opened = Gradebook(db_url, course_id)  # makes the tables, where there are none
        self.engine = self.opened.engine
        self.opened.close()
        if self.engine.dialect.name == "sqlite":
            self._let_us_begin()

    def _let_us_begin(self) -> None:
        """Python's sqlite3 would begin transactions by itself, and not before it reads."""

        @event.listens_for(self.engine, "connect")
        def connect(connection, _):
            connection.isolation_level = None

        @event.listens_for(self.engine, "begin")
        def begin(connection):
            connection.exec_driver_sql("BEGIN")

        self.engine.dispose()

    @contextmanager
    def submission(self, *, keep: bool = True) -> Iterator[Connection]:
        """All gradebooks opened inside share one transaction: committed at the end; rolled back after an exception,
        and where it is not to be kept."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            with self._in_place_of_nbgraders(connection):
                try:
                    yield connection
                    if keep:
                        transaction.commit()
                finally:
                    transaction.close()

    @contextmanager
    def _in_place_of_nbgraders(self, connection: Connection) -> Iterator[None]:
        """Each gradebook has a session of its own, as nbgrader's have; what one has committed, the next one reads."""
        ours, init, close = self, Gradebook.__init__, Gradebook.close
        maker = sessionmaker(bind=connection, future=True, join_transaction_mode="rollback_only")

        def open_shared(self, db_url, course_id="default_course", authenticator=None):
            if db_url != ours.db_url:
                init(self, db_url, course_id, authenticator)
                return
            self.engine, self.db = ours.engine, scoped_session(maker)
            self.course_id, self.authenticator = course_id, authenticator

        def close_shared(self):
            if self.engine is ours.engine:
                self.db.remove()  # the engine stays
            else:
                close(self)

        Gradebook.__init__, Gradebook.close = open_shared, close_shared
        try:
            yield
        finally:
            Gradebook.__init__, Gradebook.close = init, close

    def close(self) -> None:
        """Give the connection back."""
        self.engine.dispose()
