import os
import stat
import subprocess
import sys

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.vault.cipher import SM4GCM, Aes256Gcm, Ciphers, Sm4Gcm
from zhongdu.vault.keys import Ring
from zhongdu.vault.refusals import KeysLost, KeyUnknown, Unreadable

DEVICE_CODE = 200


class Device:
    """A stand-in for a certified device: its own code, its own (here: no) keys."""

    code = DEVICE_CODE

    def __init__(self, keys):
        pass

    def seal(self, plaintext, context):
        return bytes([self.code]) + plaintext[::-1]

    def open(self, box, context):
        return box[:0:-1]

    def fresh(self, box):
        return box[:1] == bytes([self.code])


def test_sm4_gcm_agrees_with_rfc_8998():
    """Appendix A.2 of the RFC."""
    aead = SM4GCM(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"))
    nonce = bytes.fromhex("00001234567800000000ABCD")
    context = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plaintext = bytes.fromhex("".join(pair * 8 for pair in ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA")))
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert aead.encrypt(nonce, plaintext, context) == sealed
    assert aead.decrypt(nonce, sealed, context) == plaintext
    with pytest.raises(InvalidTag):
        aead.decrypt(nonce, sealed, context[:-1])


@given(plaintext=st.binary(max_size=200), context=st.binary(max_size=50), data=st.data())
def test_any_single_changed_bit_of_a_box_is_refused(tmp_path_factory, plaintext, context, data):
    ring = Ring(tmp_path_factory.getbasetemp() / "bits")
    for cipher in (Sm4Gcm(ring), Aes256Gcm(ring)):
        box = cipher.seal(plaintext, context)
        assert cipher.open(box, context) == plaintext
        at = data.draw(st.integers(0, len(box) * 8 - 1))
        bent = bytearray(box)
        bent[at // 8] ^= 1 << at % 8
        with pytest.raises((Unreadable, KeyUnknown)):
            cipher.open(bytes(bent), context)
        with pytest.raises(Unreadable):
            cipher.open(box, context + b"!")
        with pytest.raises(Unreadable):
            cipher.open(box[:20], context)


def test_the_same_text_never_gives_the_same_box(keys):
    cipher = Sm4Gcm(Ring(keys))
    assert len({cipher.seal("张三".encode(), b"") for _ in range(100)}) == 100


def test_key_files_are_made_once_and_for_the_service_alone(keys):
    first = Ring(keys)
    assert sorted(path.name for path in keys.iterdir()) == ["data-1.key", "index.key"]
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}
    second = Ring(keys)
    assert (second.index, second.newest) == (first.index, first.newest)


def test_processes_starting_at_once_agree_on_the_keys(keys):
    program = (
        "import sys, pathlib; from zhongdu.vault.keys import Ring\n"
        "sys.stdin.readline(); ring = Ring(pathlib.Path(sys.argv[1])); print(ring.index.hex(), ring.newest.hex())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(keys)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for _ in range(6)
    ]
    answers = {process.communicate("go\n")[0] for process in started}
    assert len(answers) == 1 and answers.pop().strip()
    assert sorted(path.name for path in keys.iterdir()) == ["data-1.key", "index.key"]


def test_after_a_rotation_new_boxes_use_the_new_key_and_old_ones_open(keys):
    ring, elsewhere = Ring(keys), Ring(keys)
    old = Sm4Gcm(ring).seal(b"old", b"")
    ring.rotate()
    new = Sm4Gcm(ring).seal(b"new", b"")
    assert old[1:5] != new[1:5]
    assert Sm4Gcm(ring).open(old, b"") == b"old"
    assert Sm4Gcm(elsewhere).open(new, b"") == b"new"  # another process finds the key when it meets the box
    assert (Sm4Gcm(ring).fresh(old), Sm4Gcm(ring).fresh(new)) == (False, True)


def test_lost_keys_are_named_and_never_quietly_replaced(keys):
    box = Sm4Gcm(Ring(keys)).seal(b"kept", b"")
    (keys / "index.key").rename(keys / "index.away")
    with pytest.raises(KeysLost, match=r"index\.key"):
        Ring(keys)
    (keys / "index.away").rename(keys / "index.key")
    (keys / "data-1.key").unlink()
    with pytest.raises(KeyUnknown, match="备份"):
        Sm4Gcm(Ring(keys)).open(box, b"")
    (keys / "data-1.key").write_text("abcd")
    with pytest.raises(KeysLost, match=r"data-1\.key"):
        Ring(keys)


def test_a_change_of_cipher_leaves_old_boxes_readable(keys):
    ring = Ring(keys)
    national = Ciphers(ring, "zhongdu.vault.cipher.Sm4Gcm")
    other = Ciphers(ring, "zhongdu.vault.cipher.Aes256Gcm")
    device = Ciphers(ring, f"{__name__}.Device")
    boxes = [ciphers.seal(b"text", b"here") for ciphers in (national, other, device)]
    assert [box[0] for box in boxes] == [1, 2, DEVICE_CODE]
    assert [device.open(box, b"here") for box in boxes] == [b"text"] * 3
    with pytest.raises(Unreadable):  # without the device, its boxes stay shut
        national.open(boxes[2], b"here")
    with pytest.raises(Unreadable):
        national.open(b"", b"here")
