#!/usr/bin/env python3
"""Makes preparation.json: what scikit-learn makes of a table with missing values and text, fitted on its first rows.

With Debian's python3-sklearn. The table is made here and written into the golden file as CSV text.
"""
import json
import random

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.utils.class_weight import compute_class_weight

ROWS, FITTED = 40, 30
rng = random.Random(11)
COLOURS = ["blue", "deep red", "green", "Zinc"]
rows = []
for i in range(ROWS):
    numbers = [rng.gauss(1000, 3), rng.gauss(0, 1e-3), float(rng.randint(-5, 5))]
    numbers = [None if rng.random() < 0.15 else round(n, 6) for n in numbers]
    colour = None if rng.random() < 0.1 else rng.choices(COLOURS, [4, 3, 2, 1])[0]
    rows.append((numbers, colour, rng.choices(["a", "b", "c"], [6, 3, 1])[0]))
text = "w,h,n,colour,kind\n" + "".join(
    ",".join("" if n is None else repr(n) for n in numbers) + f",{'' if c is None else c},{k}\n" for numbers, c, k in rows)

numbers = np.array([[np.nan if n is None else n for n in r[0]] for r in rows], dtype=np.float32).astype(np.float64)
colours = np.array([[r[1]] for r in rows], dtype=object)
labels = [r[2] for r in rows]
cases = []
for missing in ("mean", "median"):
    fill = SimpleImputer(strategy=missing).fit(numbers[:FITTED])
    common = SimpleImputer(strategy="most_frequent", missing_values=None).fit(colours[:FITTED])
    for scaling, scaler in (("None", None), ("MinMax", MinMaxScaler()), ("Standard", StandardScaler())):
        for encoding, encoder in (("OneHot", OneHotEncoder(categories=[sorted(COLOURS)])), ("Label", OrdinalEncoder(categories=[sorted(COLOURS)]))):
            filled, text_filled = fill.transform(numbers), common.transform(colours)
            encoded = encoder.fit(text_filled[:FITTED]).transform(text_filled)
            encoded = np.asarray(encoded.todense() if hasattr(encoded, "todense") else encoded)
            part = np.concatenate([filled, encoded], axis=1) if encoding == "Label" else filled
            if scaler is not None:
                part = scaler.fit(part[:FITTED]).transform(part)
            whole = part if encoding == "Label" else np.concatenate([part, encoded], axis=1)
            cases.append({"missing": missing, "scaling": scaling, "text": encoding, "samples": [float(f"{v:.9g}") for v in whole.ravel()]})
weights = compute_class_weight("balanced", classes=np.array(["a", "b", "c"]), y=np.array(labels))
json.dump({"table": text, "fitted": FITTED, "weights": [float(w) for w in weights], "cases": cases}, open("preparation.json", "w"), separators=(",", ":"))
