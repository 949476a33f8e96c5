"""Where the bytes lie."""

import os
import stat

import pytest

from longting.documents import store
from tests.documents.conftest import stored


def test_what_is_kept_is_read_back_and_can_be_discarded(shelf):
    name = store.keep(b"abc")
    with store.open_stored(name) as file:
        assert file.read() == b"abc"
    store.discard(name)
    store.discard(name)
    assert stored() == []


def test_names_are_random_and_the_files_private(shelf):
    first, second = store.keep(b"abc"), store.keep(b"abc")
    assert (len(first), first == second) == (40, False)
    assert stat.S_IMODE(store.path_of(first).stat().st_mode) == 0o600
    assert store.path_of(first).is_relative_to(shelf)


def test_the_path_told_to_the_proxy_is_the_path_on_the_disk(shelf):
    name = store.keep(b"abc")
    assert (store.root() / store.relative(name)).read_bytes() == b"abc"


def test_a_write_that_fails_leaves_nothing(shelf, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.keep(b"abc")
    assert stored() == []


def test_a_file_that_is_gone_is_said_to_be(shelf):
    with pytest.raises(FileNotFoundError):
        store.open_stored("0" * 40)
