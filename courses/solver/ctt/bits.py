"""Compiled small change: random numbers, and sets of courses as bits.

Importing this module imports numba.
"""

# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from llvmlite import ir
from numba import extending, njit, types

# Arrays are only handed in, never made, so nothing need count who refers to them: counting takes most of the time else.
quick: Any = partial(njit, cache=True, _nrt=False)
instruction: Any = extending.intrinsic


@instruction
def bits_set(context, word):
    """How many bits of a 64-bit word are set."""
    return types.int64(types.uint64), lambda _context, builder, _signature, words: builder.ctpop(words[0])


@instruction
def lowest_bit(context, word):
    """The place of the lowest bit that is set."""
    return types.int64(types.uint64), lambda _context, builder, _signature, words: builder.cttz(
        words[0], ir.Constant(ir.IntType(1), 0)
    )


@quick(inline="always")
def draw(seed):
    """The next 64 random bits (xorshift)."""
    word = seed[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    seed[0] = word
    return word


@quick(inline="always")
def below(seed, bound):
    """A random whole number below the bound."""
    return np.int64(((draw(seed) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@quick()
def chance(seed):
    """A random number above 0, at most 1."""
    return (np.float64(draw(seed) >> np.uint64(11)) + 1.0) / 9007199254740992.0


@quick(inline="always")
def share(word, shift, bound):
    """A whole number below the bound from 16 of 64 random bits."""
    return np.int64((((word >> np.uint64(shift)) & np.uint64(65535)) * np.uint64(bound)) >> np.uint64(16))
