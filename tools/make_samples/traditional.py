# SPDX-License-Identifier: Apache-2.0
"""Simplified to traditional characters with OpenCC's library (Debian package libopencc1.1), for the samples only."""
import ctypes
import functools


@functools.cache
def library():
    lib = ctypes.CDLL("libopencc.so.1.1")
    lib.opencc_open.restype = ctypes.c_void_p
    lib.opencc_open.argtypes = [ctypes.c_char_p]
    lib.opencc_convert_utf8.restype = ctypes.c_void_p
    lib.opencc_convert_utf8.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
    lib.opencc_convert_utf8_free.argtypes = [ctypes.c_void_p]
    return lib


def convert(text, config):
    lib = library()
    handle = lib.opencc_open(config.encode())
    data = text.encode()
    result = lib.opencc_convert_utf8(handle, data, len(data))
    out = ctypes.string_at(result).decode()
    lib.opencc_convert_utf8_free(result)
    return out


def traditional(text):
    return convert(text, "s2t.json")


def to_big5(text):
    """Traditional text with what Big5 lacks written as people write it there."""
    out = convert(text, "s2tw.json").replace("〇", "○").replace("—", "─")
    missing = sorted({c for c in out if c.isprintable() and not encodable(c)})
    assert not missing, missing
    return out


def encodable(c):
    try:
        c.encode("big5")
        return True
    except UnicodeEncodeError:
        return False
