"""What `make lab` adds to JupyterLab: a notebook that is opened is not marked as changed.

When a kernel has started, JupyterLab writes its version of Python into the notebook, and the repository stores its
notebooks without such details. So the server says it when it opens one, and leaves it out when it saves.
"""

from __future__ import annotations

from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelspec import get_kernel_dict
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from tools.refresh import METADATA


class Contents(AsyncLargeFileManager):
    """Notebooks as JupyterLab would write them itself once it has found this kernel."""

    async def get(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """A file or a folder; a notebook with what is known of its kernel."""
        model = await super().get(*arguments, **options)
        if model["type"] == "notebook" and model["content"]:
            spec = METADATA["kernelspec"] | {"display_name": get_kernel_dict()["display_name"]}
            model["content"]["metadata"] |= {"kernelspec": spec, "language_info": dict(IPythonKernel.language_info)}
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Store a file; a notebook in the form of the repository."""
        if model.get("type") == "notebook" and model.get("content"):
            model["content"]["metadata"] |= METADATA
        return await super().save(model, path)
