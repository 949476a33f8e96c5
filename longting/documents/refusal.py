"""What the content checks say when a file is not taken. Pure."""


class BadFile(Exception):
    """The file is not what it says, or not what may be stored. `message` is a Chinese sentence for the uploader."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message
