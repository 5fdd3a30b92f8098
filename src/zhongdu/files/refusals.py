class FileRefused(Exception):
    """A file that is not taken, or cannot be shown: ``message`` is for people, ``code`` for programs."""

    def __init__(self, code: str, message: str):
        self.code, self.message = f"file.{code}", message
        super().__init__(message)
