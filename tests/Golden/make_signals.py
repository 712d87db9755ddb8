#!/usr/bin/env python3
"""Makes signals.json: spectra, windows, mel frames, coefficients, deltas and resampled signals in double precision.

With Debian's python3-numpy and python3-scipy; mel bands after librosa's formulas, written out here. The test signal is
x[i] = ((7919 i^2 + 104729 i) mod 2001 - 1000) / 1000, so that it needs no file.
"""
import json

import numpy as np
from scipy import fft, signal

LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 30, 31, 50, 64, 97, 100, 120]


def samples(n):
    i = np.arange(n, dtype=np.int64)
    return ((7919 * i * i + 104729 * i) % 2001 - 1000) / 1000


def hertz_to_mel(f, slaney):
    f = np.asarray(f, dtype=np.float64)
    if not slaney:
        return 2595 * np.log10(1 + f / 700)
    return np.where(f < 1000, f * 3 / 200, 15 + np.log(np.maximum(f, 1) / 1000) * 27 / np.log(6.4))


def mel_to_hertz(m, slaney):
    if not slaney:
        return 700 * (10 ** (m / 2595) - 1)
    return np.where(m < 15, m * 200 / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))


def mel_filters(o):
    high = o["HighHertz"] or o["SampleRate"] / 2
    slaney = o["Scale"] == "Slaney"
    low_mel, high_mel = hertz_to_mel([o["LowHertz"], high], slaney)
    edges = mel_to_hertz(np.linspace(low_mel, high_mel, o["MelBands"] + 2), slaney)
    bins = np.fft.rfftfreq(o["FftLength"], 1 / o["SampleRate"])
    ramps = edges[:, None] - bins
    width = np.diff(edges)
    weights = np.maximum(0, np.minimum(-ramps[:-2] / width[:-1, None], ramps[2:] / width[1:, None]))
    return weights * (2 / (edges[2:] - edges[:-2]))[:, None] if o["NormalizedBands"] else weights


def frames_of(x, o):
    if o["PreEmphasis"]:
        x = signal.lfilter([1, -o["PreEmphasis"]], [1], x)
    if o["Centered"]:
        x = np.pad(x, o["FrameLength"] // 2)
    count = 1 + (len(x) - o["FrameLength"]) // o["Hop"]
    frames = np.stack([x[t * o["Hop"]:t * o["Hop"] + o["FrameLength"]] for t in range(count)])
    name = {"Rectangular": "boxcar"}.get(o["Window"], o["Window"].lower())
    frames = frames * signal.get_window(name, o["FrameLength"], fftbins=o["PeriodicWindow"])
    spectrum = np.abs(np.fft.rfft(frames, o["FftLength"])) ** o["Power"]
    mel = spectrum @ mel_filters(o).T
    if o["Log"] == "Natural":
        mel = np.log(np.maximum(mel, o["Floor"]))
    elif o["Log"] == "Decibel":
        mel = 10 * np.log10(np.maximum(mel, o["Floor"]))
    elif o["Log"] == "OnePlus":
        mel = np.log1p(mel)
    return fft.dct(mel, type=2, norm="ortho")[:, :o["Coefficients"]] if o["Coefficients"] else mel


def rounded(x):
    return [float(f"{v:.9g}") for v in np.ravel(x)]


BASE = dict(SampleRate=16000, FrameLength=400, Hop=160, FftLength=512, Window="Hann", PeriodicWindow=True, Centered=False, PreEmphasis=0, Power=2,
            MelBands=40, LowHertz=20, HighHertz=0, Scale="Htk", NormalizedBands=False, Log="Natural", Floor=1e-6, Coefficients=0)
VARIANTS = [
    {},
    dict(Scale="Slaney", NormalizedBands=True, Window="Hamming", Log="Decibel", MelBands=26, HighHertz=7600),
    dict(Centered=True, PreEmphasis=0.97, Coefficients=13, PeriodicWindow=False),
    dict(SampleRate=8000, FrameLength=200, Hop=80, FftLength=250, Window="Blackman", Power=1, Log="OnePlus", MelBands=20, LowHertz=0, Coefficients=20),
    dict(SampleRate=8000, FrameLength=101, Hop=150, FftLength=127, Window="Rectangular", Log="None", MelBands=10, Scale="Slaney"),
]
mel = [{"options": {**BASE, **v}, "samples": 1300, "frames": rounded(frames_of(samples(1300), {**BASE, **v}))} for v in VARIANTS]
spectra = [{"length": n, "re": rounded(np.fft.fft(samples(n) + 1j * samples(2 * n)[n:]).real), "im": rounded(np.fft.fft(samples(n) + 1j * samples(2 * n)[n:]).imag)} for n in LENGTHS]
windows = [{"kind": k, "length": n, "periodic": p, "values": rounded(signal.get_window(k.lower(), n, fftbins=p))}
           for k in ("Hann", "Hamming", "Blackman") for n in (1, 2, 9, 16) for p in (True, False)]


def slopes(x, reach):
    padded = np.pad(x, ((reach, reach), (0, 0)), mode="edge")
    return sum(n * (padded[reach + n:len(x) + reach + n] - padded[reach - n:len(x) + reach - n]) for n in range(1, reach + 1)) / (2 * sum(n * n for n in range(1, reach + 1)))


frames = samples(36).reshape(12, 3)
once = slopes(frames, 2)
deltas = rounded(np.concatenate([frames, once, slopes(once, 2)], axis=1))
resampled = [{"from": a, "to": b, "samples": n, "values": rounded(signal.resample_poly(samples(n), b, a))}
             for a, b, n in ((48000, 16000, 200), (44100, 16000, 300), (8000, 16000, 90), (16000, 16000, 20), (3, 2, 1), (11025, 8000, 130))]
sensor = (np.float32(samples(60).reshape(30, 2)) + np.float32(1000)).astype(np.float64)
window = [(sensor[max(0, t - 6):t + 1].mean(axis=0), sensor[max(0, t - 6):t + 1].var(axis=0)) for t in range(30)]
mean, variance, exponential = sensor[0], np.zeros(2), []
for t in range(30):
    distance = sensor[t] - mean
    mean, variance = mean + 0.125 * distance, 0.875 * (variance + 0.125 * distance ** 2)
    exponential.append((mean, variance))
json.dump({"spectra": spectra, "windows": windows, "mel": mel, "deltas": deltas, "resampled": resampled,
           "window": rounded(window), "exponential": rounded(exponential)}, open("signals.json", "w"), separators=(",", ":"))
