"""SplitMix64 (Steele, Lea and Flood, 2014), the generator of tests/support/Seeded.cs, call for call."""

import mpmath as mp

MASK = (1 << 64) - 1


class Seeded:
    """Draws from a seed: the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def between(self, low, high):
        return low + (self.bits() * (high - low + 1) >> 64)

    def of_any_magnitude(self, max_bits):
        bits = self.between(0, max_bits)
        return 0 if bits == 0 else self.between(1 << (bits - 1), (1 << bits) - 1)

    def magnitude(self, low, high):
        """Between two whole numbers, every power of two as likely as another; at the caller's precision."""
        return min(max(int(low * (mp.mpf(high) / low) ** (mp.mpf(self.between(0, 1 << 40)) / (1 << 40))), low), high)

    def coin(self):
        return (self.bits() & 1) == 1
