#!/usr/bin/python3
"""Makes metrics.json beside this file: small seeded problems with scikit-learn's figures (Debian's python3-sklearn 1.2)."""
import json
import os

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

BINS = 15


def calibration_error(right, confidence):
    """From scikit-learn's reliability curve; its empty bins are left out, so the counts are those of the others."""
    accuracy, mean = calibration_curve(right, confidence, n_bins=BINS, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence)
    counts = np.bincount(bins, minlength=BINS)
    return float(np.sum(counts[counts > 0] * np.abs(accuracy - mean)) / len(right))


def averages(y, predicted, kind):
    p, r, f, _ = metrics.precision_recall_fscore_support(y, predicted, average=kind, zero_division=0)
    return {"precision": p, "recall": r, "f1": f}


def classifier(y, p):
    """Classes that never occur have no area; scikit-learn's own averages of areas refuse them, so they are averaged here."""
    count, classes = p.shape
    predicted = p.argmax(1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(y, predicted, labels=range(classes), zero_division=0)
    one = np.eye(classes)[y]
    aucs = [metrics.roc_auc_score(one[:, c], p[:, c]) if 0 < one[:, c].sum() < count else None for c in range(classes)]
    known = [c for c in range(classes) if aucs[c] is not None]
    fpr, tpr, _ = metrics.roc_curve(one[:, 0], p[:, 0], drop_intermediate=False)
    result = {
        "labels": y.tolist(), "probabilities": p.ravel().tolist(), "classes": classes,
        "accuracy": metrics.accuracy_score(y, predicted),
        "top2": metrics.top_k_accuracy_score(y, p, k=2, labels=range(classes)) if classes > 2 else 1.0,
        "log_loss": metrics.log_loss(y, p.astype(np.float64), labels=range(classes)),
        "brier": float(np.mean(np.sum((p - one) ** 2, 1))),
        "ece": calibration_error(predicted == y, p[np.arange(count), predicted].astype(np.float64)),
        "confusion": metrics.confusion_matrix(y, predicted, labels=range(classes)).ravel().tolist(),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
        "auc": aucs,
        "macro": averages(y, predicted, "macro"), "micro": averages(y, predicted, "micro"), "weighted": averages(y, predicted, "weighted"),
        "macro_auc": float(np.mean([aucs[c] for c in known])),
        "weighted_auc": float(np.average([aucs[c] for c in known], weights=support[known])),
        "micro_auc": metrics.roc_auc_score(one.ravel(), p.ravel()),
        "roc_fpr": fpr.tolist(), "roc_tpr": tpr.tolist(),
    }
    if len(known) == classes and classes > 2:
        assert np.isclose(result["macro_auc"], metrics.roc_auc_score(y, p, multi_class="ovr", average="macro"))
        assert np.isclose(result["weighted_auc"], metrics.roc_auc_score(y, p, multi_class="ovr", average="weighted"))
    if classes == 2:
        assert np.isclose(result["brier"], 2 * metrics.brier_score_loss(y, p[:, 1]))
        assert np.isclose(result["macro_auc"], metrics.roc_auc_score(y, p[:, 1]))
    return result


def shares(random, count, classes):
    """Probabilities in 64ths: floats hold them exactly, they sum to 1, and many are equal."""
    rows = [random.multinomial(64 - classes, chances) for chances in random.dirichlet(np.ones(classes) * 0.7, count)]
    return (np.array(rows) + 1) / 64.0


def without_equal_best(p, tries):
    """scikit-learn ranks the last of equal scores first, Edge the first: rows whose two best or second and third are equal are left out."""
    top = -np.sort(-p, 1)
    return tries[(top[:, 0] != top[:, 1]) & ((p.shape[1] == 2) | (top[:, 1] != top[:, min(2, p.shape[1] - 1)]))]


def problem(seed, count, classes, absent=()):
    random = np.random.RandomState(seed)
    p = shares(random, 4 * count, classes)
    p = p[without_equal_best(p, np.arange(len(p)))][:count]
    present = [c for c in range(classes) if c not in absent]
    y = np.where(random.rand(count) < 0.6, p[:, present].argmax(1), random.randint(len(present), size=count))
    return classifier(np.array(present)[y], p)


def regression(seed, count, outputs):
    random = np.random.RandomState(seed)
    truth = np.round(random.randn(count, outputs) * [3, 1, 0.2][:outputs], 2).astype(np.float32).astype(np.float64)
    guess = np.round(truth + random.randn(count, outputs) * 0.4, 2).astype(np.float32).astype(np.float64)

    def figures(t, g):
        return {"mae": metrics.mean_absolute_error(t, g), "mse": metrics.mean_squared_error(t, g),
                "rmse": metrics.mean_squared_error(t, g, squared=False), "r2": metrics.r2_score(t, g)}

    return {"outputs": outputs, "truths": truth.ravel().tolist(), "predictions": guess.ravel().tolist(),
            "all": figures(truth.ravel(), guess.ravel()), "each": [figures(truth[:, i], guess[:, i]) for i in range(outputs)]}


golden = {
    "five": problem(1, 80, 5), "absent": problem(2, 60, 4, absent=(2,)), "two": problem(3, 60, 2),
    "one output": regression(4, 40, 1), "three outputs": regression(5, 30, 3),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json"), "w") as f:
    json.dump(golden, f, indent=None, separators=(",", ":"))
    f.write("\n")
