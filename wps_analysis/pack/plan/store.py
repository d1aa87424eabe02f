"""Finished runs, kept beside the packs of an area: a run whose key is there, and that is proved, is not done again."""

import hmac
import json
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from wps_analysis.pack.plan.own_key import own_key
from wps_analysis.pack.plan.task import Result, Task, is_plain
from wps_analysis.paths import sha256

_NOTEBOOK, _RECORD = "notebook.ipynb", "run.json"
_PLACE = re.compile(r"(?:\.building-)?[0-9a-f]{32}")


class Store:
    """A folder of finished runs, one folder a run, named by the run's key.

    Whoever can write into it could put a result there that no notebook has given. So each run bears a hash that is
    keyed with a secret of this user, which binds its files to what it was made from; one without it is done again.

    Parameters
    ----------
    folder
        Made when the first run is put into it; for this user alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, task: Task) -> Result | None:
        """Return the results of a finished run of the same key; None where it is not there, or not as it was."""
        place = self._place(task)
        try:
            record = json.loads((place / _RECORD).read_text(encoding="utf-8"))
            files, proof = dict(record["files"]), str(record["proof"])
            if not (key := own_key()) or not hmac.compare_digest(proof.encode(), _proof(key, task, files).encode()):
                return None
            data = {name: (place / name).read_bytes() for name in files if is_plain(name)}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if any(sha256(data.get(name, b"")) != digest for name, digest in files.items()):
            return None
        return Result(data.pop(_NOTEBOOK), data)

    def put(self, task: Task, result: Result) -> None:
        """Keep the results of a run that ended well, whole or not at all; nothing where this user can prove nothing."""
        if not (key := own_key()):
            return
        place = self._place(task)
        building = place.with_name(f".building-{place.name}")
        shutil.rmtree(building, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        building.mkdir(mode=0o700)
        data = {_NOTEBOOK: result.notebook, **result.charts}
        for name, content in data.items():
            (building / name).write_bytes(content)
        files = {name: sha256(content) for name, content in data.items()}
        proof = _proof(key, task, files)
        record = {"name": task.name, "ingredients": task.ingredients, "files": files, "proof": proof}
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
        return f"changed: {', '.join(fewest)}" if fewest else "the finished run is not proved to be as it was"

    def keep(self, keys: Collection[str]) -> None:
        """Remove the finished runs of all other keys."""
        wanted = {_name(key) for key in keys}
        for place in self.folder.glob("*") if self.folder.is_dir() else ():
            if place.name not in wanted and _PLACE.fullmatch(place.name):
                shutil.rmtree(place, ignore_errors=True)

    def _place(self, task: Task) -> Path:
        return self.folder / _name(task.key)

    def _records(self) -> list[dict]:
        records = []
        for path in sorted(self.folder.glob(f"[!.]*/{_RECORD}")):
            try:
                record = json.loads(path.read_text(encoding="utf-8"))
                records.append({"name": record["name"], "ingredients": dict(record["ingredients"])})
            except (OSError, ValueError, KeyError, TypeError, RecursionError):  # `get` does not use it either
                continue
        return records


def _proof(key: bytes, task: Task, files: Mapping[str, str]) -> str:
    return hmac.new(key, json.dumps([task.key, files], sort_keys=True).encode(), "sha256").hexdigest()


def _name(key: str) -> str:
    return key[:32]


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))
