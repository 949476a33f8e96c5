"""The embedded broker: kombu's queue of files, without its two moments in which a reader meets half a file.

kombu opens a file under its final name and then writes it, so a worker that looks in between reads nothing or half of
it, fails and ends. Here a file is written under another name and then given its own.
"""

import logging
import os
from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

#: A reader takes names that end in ".<queue>.msg" and in nothing else.
UNFINISHED = ".part"

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages and tables of queues that are there whole or not at all."""

    def _put(self, queue, payload, **kwargs):
        place = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = place.with_name(place.name + UNFINISHED)
        try:
            part.write_bytes(str_to_bytes(dumps(payload)))
            os.replace(part, place)
        except OSError as fault:
            part.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add file {str(place)!r} to directory") from fault

    def _get(self, queue):
        """The next message. One that cannot be read (a power cut, a full disk) is passed over: it was only a hint, its
        job stands in the database and is handed out again."""
        while True:
            try:
                return super()._get(queue)
            except ValueError as fault:
                log.warning("a message of queue %s cannot be read and is passed over: %s", queue, fault)

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        """kombu empties a new table before it locks it; with an empty one in place it locks, reads and writes."""
        table = self._exchange_file(exchange)
        if not table.exists():
            self.control_folder.mkdir(exist_ok=True)
            part = table.with_name(f"{table.name}.{uuid4()}{UNFINISHED}")
            part.write_bytes(b"[]")
            try:
                os.link(part, table)  # unlike a rename it never replaces the table of somebody faster
            except FileExistsError:
                pass
            finally:
                part.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """What CELERY_BROKER_TRANSPORT names."""

    Channel = Channel
