"""Finished runs, kept beside the packs of an area: a run whose key is there is not done again."""

import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from wps_analysis.pack.plan.task import Result, Task
from wps_analysis.paths import sha256

_NOTEBOOK, _RECORD = "notebook.ipynb", "run.json"


class Store:
    """A folder of finished runs, one folder a run, named by the run's key.

    Parameters
    ----------
    folder
        Made when the first run is put into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, task: Task) -> Result | None:
        """Return the results of a finished run of the same key; None where it is not there, or not as it was."""
        place = self._place(task)
        try:
            files = json.loads((place / _RECORD).read_text(encoding="utf-8"))["files"]
            data = {name: (place / name).read_bytes() for name in files}
        except (OSError, ValueError, KeyError):
            return None
        if any(sha256(data[name]) != digest for name, digest in files.items()):
            return None
        return Result(data.pop(_NOTEBOOK), data)

    def put(self, task: Task, result: Result) -> None:
        """Keep the results of a run that ended well; whole or not at all."""
        place = self._place(task)
        building = place.with_name(f".building-{place.name}")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        files = {_NOTEBOOK: result.notebook, **result.charts}
        for name, data in files.items():
            (building / name).write_bytes(data)
        record = {
            "name": task.name,
            "ingredients": task.ingredients,
            "files": {name: sha256(data) for name, data in files.items()},
        }
        (building / _RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        building.rename(place)

    def why_again(self, task: Task) -> str:
        """Say why a run must be done: what differs from the finished run of that name that is nearest to it."""
        earlier = [record["ingredients"] for record in self._records() if record["name"] == task.name]
        if not earlier:
            return "no finished run"
        changes = [_changed(ingredients, task.ingredients) for ingredients in earlier]
        fewest = min(changes, key=len)
        return f"changed: {', '.join(fewest)}" if fewest else "a file of the finished run is not as it was"

    def keep(self, keys: Collection[str]) -> None:
        """Remove the finished runs of all other keys."""
        wanted = {_name(key) for key in keys}
        for place in self.folder.glob("*") if self.folder.is_dir() else ():
            if place.name not in wanted:
                shutil.rmtree(place, ignore_errors=True)

    def _place(self, task: Task) -> Path:
        return self.folder / _name(task.key)

    def _records(self) -> list[dict]:
        records = []
        for path in sorted(self.folder.glob(f"[!.]*/{_RECORD}")):
            try:
                records.append(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError):  # `get` does not use it either
                continue
        return records


def _name(key: str) -> str:
    return key[:32]


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))
