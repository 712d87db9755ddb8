"""Makes the small PNG files of this folder and pixels.txt beside them: python3 make.py (needs ImageMagick's convert).

The files are written here with zlib alone; what their pixels are is asked of ImageMagick (libpng), as 16-bit RGBA.
"""
import os
import random
import struct
import subprocess
import zlib

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, distance, rng):
    out, above = b"", None
    for row in rows:
        above = above or bytes(len(row))
        kind = rng.randrange(5)
        line = bytearray()
        for i, x in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            b = above[i]
            c = above[i - distance] if i >= distance else 0
            line.append((x - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
        out += bytes([kind]) + bytes(line)
        above = row
    return out


def packed(samples, depth):
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def make(width, height, colour, depth, interlaced, transparent, parts, rng):
    n = SAMPLES[colour]
    entries = min(1 << depth, 11) if colour == 3 else 0
    most = entries - 1 if entries else (1 << depth) - 1
    # few different values, so that a transparent colour is really met
    values = [rng.randint(0, most) for _ in range(6)]
    pixels = [[[rng.choice(values) if rng.random() < 0.7 else rng.randint(0, most) for _ in range(n)] for _ in range(width)] for _ in range(height)]
    distance = max(1, n * depth // 8)
    raw = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        rows = [packed([s for p in line[x0::dx] for s in p], depth) for line in pixels[y0::dy]] if x0 < width else []
        raw += filtered(rows, distance, rng)
    body = zlib.compress(raw, rng.choice([0, 1, 9]))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    file += chunk(b"tEXt", b"Comment\0an ancillary chunk")
    if colour == 3:
        file += chunk(b"PLTE", bytes(rng.randrange(256) for _ in range(3 * entries)))
    if transparent:
        key = pixels[height // 2][width // 2]
        file += chunk(b"tRNS", bytes(rng.randrange(256) for _ in range(entries - 1 or 1)) if colour == 3 else b"".join(struct.pack(">H", s) for s in key))
    step = max(1, -(-len(body) // parts))
    for i in range(0, len(body), step):
        file += chunk(b"IDAT", body[i:i + step])
    return file + chunk(b"IEND", b"")


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    rng = random.Random(1)
    lines = []
    for colour, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))):
        for depth in depths:
            cases = [(13, 9, False, False, 1), (13, 9, True, False, 3), (3, 2, True, False, 1), (1, 1, False, False, 1)]
            if colour in (0, 2, 3):
                cases.append((11, 5, False, True, 2))
            for width, height, interlaced, transparent, parts in cases:
                name = f"c{colour}d{depth:02}_{width}x{height}{'i' if interlaced else ''}{'t' if transparent else ''}.png"
                path = os.path.join(folder, name)
                with open(path, "wb") as out:
                    out.write(make(width, height, colour, depth, interlaced, transparent, parts, rng))
                wide = subprocess.run(["convert", path, "-depth", "16", "-endian", "MSB", "rgba:-"], check=True, capture_output=True).stdout
                assert len(wide) == width * height * 8, name
                # to 8 bits to the nearest, as the PNG specification says (13.12)
                rgba = bytes((v * 255 + 32767) // 65535 for (v,) in struct.iter_unpack(">H", wide))
                lines.append(f"{name} {width} {height} {zlib.crc32(rgba):08x}")
    with open(os.path.join(folder, "pixels.txt"), "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


main()
