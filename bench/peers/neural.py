"""One network of bench/neural.mjs in PyTorch. Prints one JSON object: seconds of a step after a warm-up. Argument: name of the net."""
import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(2)
torch.manual_seed(0)


class Fusion(nn.Module):
    def __init__(self):
        super().__init__()
        encoder = lambda: nn.Sequential(nn.Linear(700, 128), nn.ReLU(), nn.Dropout(0.5))
        self.encoders = nn.ModuleList([encoder() for _ in range(3)])
        self.head = nn.Sequential(nn.Linear(384, 64), nn.ReLU(), nn.Linear(64, 2))

    def forward(self, x):
        return self.head(torch.cat([f(x[:, k]) for k, f in enumerate(self.encoders)], 1))


def dna(n):
    codes = torch.randint(0, 4, (n, 1000))
    return nn.functional.one_hot(codes, 4).transpose(1, 2).float().contiguous()


mlp = lambda p: nn.Sequential(nn.Linear(p, 256), nn.ReLU(), nn.Linear(256, 5))
NETS = {
    "mlp-wide": (lambda: mlp(20000), lambda n: torch.rand(n, 20000), 64, 20),
    "mlp-narrow": (lambda: mlp(1000), lambda n: torch.rand(n, 1000), 64, 200),
    "dna": (lambda: nn.Sequential(nn.Conv1d(4, 64, 19), nn.ReLU(), nn.MaxPool1d(13), nn.Conv1d(64, 64, 7), nn.ReLU(),
                                  nn.AdaptiveMaxPool1d(1), nn.Flatten(), nn.Linear(64, 2)), dna, 64, 20),
    "image": (lambda: nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 32, 3, padding=1),
                                    nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 16 * 16, 5)),
              lambda n: torch.rand(n, 3, 64, 64), 32, 20),
    "fusion": (Fusion, lambda n: torch.rand(n, 3, 700), 64, 100),
}
make, draw, batch, steps = NETS[sys.argv[1]]
net = make().train()
x = draw(batch * 4)
y = torch.randint(0, 2, (batch * 4,))
adam = torch.optim.Adam(net.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()


def step(k):
    part = slice(k % 4 * batch, (k % 4 + 1) * batch)
    adam.zero_grad()
    loss = criterion(net(x[part]), y[part])
    loss.backward()
    adam.step()
    return loss


for k in range(steps):
    step(k)
start = time.perf_counter()
for k in range(steps):
    loss = step(k)
seconds = (time.perf_counter() - start) / steps
print(json.dumps({"seconds": seconds, "loss": float(loss)}))
