"""Evidence and attachments: kept by the hash of their content, exactly as they came.

``keeping`` takes files in, gives them back, checks and erases them; ``sniffing`` says what a file really is;
``pictures`` decodes photographs; ``storage`` is where the bytes lie.
"""
