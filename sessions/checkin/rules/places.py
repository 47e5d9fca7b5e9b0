"""Where a tap came from: ranges of network addresses, and places on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

EARTH_METRES = 6_371_000


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the ground, in degrees."""

    latitude: float
    longitude: float


def read_networks(text: str) -> list[IPv4Network | IPv6Network]:
    """The ranges that a text names, one a line. Raises ValueError for a line that is none."""
    return [ip_network(line.strip(), strict=False) for line in text.splitlines() if line.strip()]


def is_within(address: str, networks: str) -> bool:
    """Whether an address lies in one of the ranges; everything does where no range is named."""
    if not networks.strip():
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in one for one in read_networks(networks))


def metres_between(one: Place, other: Place) -> float:
    """How far two points are apart on the ground."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    high = math.sin((south - north) / 2) ** 2
    wide = math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(high + math.cos(north) * math.cos(south) * wide))
