"""One thread and one instruction set for both libraries, set before either is imported, and what they then used.

This must be the first import of a benchmark: NumPy's OpenBLAS and PyTorch's oneDNN read these variables once.
"""

from __future__ import annotations

import os
import platform
import sys

SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",  # AVX2 and FMA
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "ATEN_CPU_CAPABILITY": "avx2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}

if "numpy" in sys.modules or "torch" in sys.modules:
    raise ImportError("benchmarks.environment must be imported before numpy and torch")
os.environ.update(SETTINGS)


def describe() -> dict[str, str]:
    """The machine, the versions, and the instruction set of each library that computes."""
    import numpy as np
    import threadpoolctl
    import torch

    torch.set_num_threads(1)
    blas = next(pool for pool in threadpoolctl.threadpool_info() if pool["internal_api"] == "openblas")
    kernels = f"OpenBLAS {blas['version']}, {blas['architecture']} kernels"
    return {
        "processor": processor(),
        "python": platform.python_version(),
        "numpy": f"{np.__version__}, {numpy_features()}",
        "NumPy's matrix products": f"{kernels}, {blas['num_threads']} thread",
        "torch": f"{torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, {torch.get_num_threads()} thread",
        "PyTorch's convolutions": f"oneDNN, at most {os.environ['ONEDNN_MAX_CPU_ISA']}",
    }


def numpy_features() -> str:
    """The best instruction set that NumPy's own loops use."""
    from numpy._core._multiarray_umath import __cpu_features__ as features

    versions = {"X86_V4": "AVX-512", "X86_V3": "AVX2", "X86_V2": "SSE4.2"}
    return next((text for name, text in versions.items() if features.get(name)), "baseline")


def processor() -> str:
    """The processor's name where the system tells it."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
