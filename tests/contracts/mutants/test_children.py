import os
import time

from contracts.mutants.children import Task, in_children


def _double(number):
    return 2 * number


def _fail():
    raise ValueError("as it was to be")


def _vanish():
    os._exit(3)


def _wait():
    time.sleep(600)


def _work():
    while True:
        pass


def task(do, *arguments, most=60.0):
    return Task(name=do.__name__, do=do, arguments=arguments, most_seconds=most)


def test_each_task_gives_what_its_function_gave():
    done = list(in_children([task(_double, number) for number in range(5)], jobs=2))

    assert sorted(each.result for each in done) == [0, 2, 4, 6, 8]


def test_an_exception_is_told_and_the_others_go_on():
    done = {each.task.name: each for each in in_children([task(_fail), task(_double, 1)], jobs=1)}

    assert done["_fail"].error == "ValueError: as it was to be"
    assert done["_double"].result == 2


def test_a_process_that_ends_by_itself_is_told():
    (done,) = in_children([task(_vanish)], jobs=1)

    assert done.error == "its process ended with 3"


def test_who_waits_for_ever_is_ended():
    (done,) = in_children([task(_wait, most=0.2)], jobs=1)

    assert done.error == "it was ended after 4 s of waiting"


def test_who_works_for_ever_is_ended():
    (done,) = in_children([task(_work, most=1.0)], jobs=1)

    assert done.error in ("it was ended after 1 s of work", "it was ended after 20 s of waiting")
