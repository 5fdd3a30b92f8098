"""Personal data, and nothing else: sealed field by field, found by blind index, shown masked.

``safe`` keeps and gives back values, ``blind`` finds their owners, ``fields`` says what each field is
and how it is masked, ``identity`` reads ID and telephone numbers. The encryption is done in software;
software alone is not a certified cryptographic product, and a certified device can take its place (``cipher``).
"""
