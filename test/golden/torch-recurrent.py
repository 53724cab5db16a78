"""States and gradients of PyTorch's nn.GRU and nn.LSTM in both directions, alone and with shorter sequences packed: writes torch-recurrent.json.
Needs Debian's python3-torch. Run: /usr/bin/python3 test/golden/torch-recurrent.py
"""
import json, os
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(0)
N, STEPS, FEATURES, UNITS = 3, 6, 2, 3
LENGTHS = [6, 4, 1]


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def ours(layer, of):
    """Parameters, or something of each, in Cistron's layout: weights transposed, biases that PyTorch always adds as one."""
    own = {}
    for way, end in (("forward", "_l0"), ("backward", "_l0_reverse")):
        input_bias, state_bias = of(getattr(layer, "bias_ih" + end)), of(getattr(layer, "bias_hh" + end))
        both = 2 * UNITS if isinstance(layer, nn.GRU) else 4 * UNITS
        bias = input_bias.clone()
        if of is value:
            bias[:both] += state_bias[:both]
        own[way + ".input"] = numbers(of(getattr(layer, "weight_ih" + end)).t())
        own[way + ".state"] = numbers(of(getattr(layer, "weight_hh" + end)).t())
        own[way + ".bias"] = numbers(bias)
        if both < 3 * UNITS:
            own[way + ".candidate"] = numbers(state_bias[both:])
    return own


def value(parameter):
    return parameter.detach()


def slope(parameter):
    return parameter.grad


def cell(kind, packed):
    layer = kind(FEATURES, UNITS, batch_first=True, bidirectional=True)
    with torch.no_grad():
        for one in layer.parameters():
            one.copy_(torch.randn(one.shape) * 0.5)
    x = torch.randn(N, STEPS, FEATURES)
    pull = torch.randn(N, STEPS, 2 * UNITS)
    if packed:
        for i, length in enumerate(LENGTHS):
            x[i, length:] = 0
            pull[i, length:] = 0
    x.requires_grad_()
    if packed:
        out, last = layer(pack_padded_sequence(x, LENGTHS, batch_first=True))
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=STEPS)
    else:
        out, last = layer(x)
    last = last[0] if isinstance(last, tuple) else last
    # Pulls at every state and, three times as much, at the last of each direction.
    ((out * pull).sum() + 3 * last.sum()).backward()
    return {
        "x": numbers(x), "pull": numbers(pull), "states": numbers(out), "last": numbers(last), "gradient": numbers(x.grad),
        "parameters": ours(layer, value), "gradients": ours(layer, slope),
    }


out = {
    "versions": {"torch": torch.__version__},
    "sizes": {"n": N, "steps": STEPS, "features": FEATURES, "units": UNITS},
    "lengths": LENGTHS,
    "cells": {
        "gru": cell(nn.GRU, False), "gru, shorter": cell(nn.GRU, True),
        "lstm": cell(nn.LSTM, False), "lstm, shorter": cell(nn.LSTM, True),
    },
}
with open(os.path.join(os.path.dirname(__file__), "torch-recurrent.json"), "w") as f:
    json.dump(out, f)
    f.write("\n")
