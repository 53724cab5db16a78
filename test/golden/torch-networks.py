"""Small networks exported by PyTorch as ONNX, with what they answer: writes torch-networks.json. Needs Debian's python3-torch.
Run: /usr/bin/python3 test/golden/torch-networks.py
"""
import base64, io, json, os
import torch
from torch import nn

torch.manual_seed(0)


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 5, padding=2)
        self.norm = nn.BatchNorm1d(6)
        self.pool = nn.MaxPool1d(2)
        self.deep = nn.Conv1d(6, 5, 3, stride=2, dilation=2)
        self.last = nn.Linear(5, 3)

    def forward(self, x):
        x = torch.relu(self.norm(self.conv(x)))
        x = torch.tanh(self.deep(self.pool(x)))
        return torch.softmax(self.last(x.mean(dim=2)), dim=1)


class Image(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(4, 4, 3, groups=2), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2), nn.LayerNorm(2))

    def forward(self, x):
        return self.net(x)


def export(model, x):
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    model.eval()
    file = io.BytesIO()
    torch.onnx.export(model, x, file, opset_version=16, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
    with torch.no_grad():
        y = model(x)
    return {"onnx": base64.b64encode(file.getvalue()).decode(), "shape": list(x.shape), "x": x.flatten().tolist(), "y": y.flatten().tolist()}


out = {
    "versions": {"torch": torch.__version__},
    "sequence": export(Sequence(), torch.randn(3, 4, 20)),
    "image": export(Image(), torch.randn(2, 3, 8, 8)),
}
with open(os.path.join(os.path.dirname(__file__), "torch-networks.json"), "w") as f:
    json.dump(out, f)
    f.write("\n")
