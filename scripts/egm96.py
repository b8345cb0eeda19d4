#!/usr/bin/env python3
"""Makes the gateway's geoid of PROJ's: egm96.py egm96_15.gtx egm96-15.bin.gz

The input is EGM96 in steps of 15 minutes, as PROJ packages it (Debian: proj-data, /usr/share/proj/egm96_15.gtx). The model is
by NASA and the NGA and in the public domain. The output's form is told in org.cotgateway.feed.Geoid.
"""

import gzip
import struct
import sys

ROWS, COLUMNS = 721, 1440


def main(source, target):
    with open(source, "rb") as file:
        data = file.read()
    if struct.unpack(">ddddii", data[:40]) != (-90, -180, 0.25, 0.25, ROWS, COLUMNS):
        sys.exit(f"{source} is not a grid of 15 minutes from the south pole and the antimeridian")
    heights = [round(meters * 100) for meters in struct.unpack(f">{ROWS * COLUMNS}f", data[40:])]
    packed = bytearray()
    for row in range(ROWS):
        for column in range(COLUMNS):
            at = row * COLUMNS + column
            left = heights[at - 1] if column else 0
            below = heights[at - COLUMNS] if row else 0
            corner = heights[at - COLUMNS - 1] if row and column else 0
            miss = heights[at] - (left + below - corner)
            number = miss << 1 ^ miss >> 31
            while number > 127:
                packed.append(number & 127 | 128)
                number >>= 7
            packed.append(number)
    with open(target, "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packer:
        packer.write(packed)


main(*sys.argv[1:])
