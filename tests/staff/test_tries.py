"""Wrong tries: a few are free, then the name rests, longer each time."""

import threading
from datetime import timedelta

from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.staff.tries import FREE_TRIES, TooManyTries, count_try, rest_after


def test_many_tries_at_once_are_all_counted(app: Flask) -> None:
    counted, refused = list[int](), list[int]()
    start = threading.Barrier(12)

    def attempt() -> None:
        with app.app_context():
            start.wait()
            try:
                in_transaction(lambda: count_try("somebody"))
                counted.append(1)
            except TooManyTries:
                refused.append(1)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(counted), len(refused)) == (FREE_TRIES, 12 - FREE_TRIES)


def test_each_wrong_try_doubles_the_rest_up_to_an_hour() -> None:
    minutes = [rest_after(failures) / timedelta(minutes=1) for failures in range(13)]
    assert minutes == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
