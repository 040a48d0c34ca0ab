"""trajectories.nc, run after run: a netCDF-4 file that grows on disk, so that no ensemble need be in memory.

xarray lays the file out without any runs.  These come already packed, as whole stored chunks: packing takes
longer than all else that is done to them, so that whoever simulates the runs also packs them.
"""

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

if TYPE_CHECKING:
    import h5netcdf

ROWS = 25
"""Runs in a stored chunk; what is added must be a multiple of it, but for the last."""

LEVEL = 1
"""Of zlib: on noise a higher one takes longer and gains nothing."""

_ZLIB = b"\x78\x01"
"""With what a zlib stream of this level begins."""

Rows = Mapping[str, Sequence[bytes]]


def packed(data: xr.Dataset) -> dict[str, list[bytes]]:
    """The stored chunks of every variable over runs, as HDF5's filters shuffle and deflate leave them."""
    return {
        str(name): list(_chunks(one.values))
        for name, one in data.variables.items()
        if "run" in one.dims and one.size
    }


def _chunks(values: NDArray[Any]) -> Iterator[bytes]:
    """Chunks of ROWS runs; the last is filled up, as HDF5 wants it."""
    for start in range(0, len(values), ROWS):
        part = values[start : start + ROWS]
        if len(part) < ROWS:
            part = np.concatenate([part, np.zeros((ROWS - len(part), *part.shape[1:]), part.dtype)])
        places = np.ascontiguousarray(part).reshape(-1).view(np.uint8).reshape(-1, part.dtype.itemsize)
        shuffled = places.T.tobytes()
        noise = len(shuffled) // 2 if part.dtype == np.float32 else 0
        yield _deflated(shuffled, noise) if noise else zlib.compress(shuffled, LEVEL)


def _deflated(content: bytes, noise: int) -> bytes:
    """A zlib stream of which the first bytes are noise, in which only repetitions of a byte are looked for.

    Such are the two low bytes of a float's four.  That is as small as if all was searched, in half the time.
    """
    low = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    high = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    begun = low.compress(content[:noise]) + low.flush(zlib.Z_FULL_FLUSH)
    ended = high.compress(content[noise:]) + high.flush()
    return _ZLIB + begun + ended + zlib.adler32(content).to_bytes(4, "big")


def without_runs(data: xr.Dataset) -> xr.Dataset:
    """The labelled arrays as they are before any run: axes, units, meanings, and what is no run's own.

    How they lay in a file from which they were read is forgotten.
    """
    return data.isel(run=slice(0, 0)).copy(deep=True).drop_encoding()


class Writer:
    """Adds runs to a file."""

    def __init__(self, file: "h5netcdf.File", disk: "_Disk") -> None:
        """Begin after the runs that the file has."""
        self._file, self._disk = file, disk
        self.runs = 0

    def add(self, rows: Rows, runs: int) -> None:
        """Add so many runs, packed; OSError if the disk does not take them."""
        self._file.resize_dimension("run", self.runs + runs)
        for name, chunks in rows.items():
            stored = self._file.variables[name]._h5ds  # noqa: SLF001 - h5netcdf has no way to packed chunks
            beside = (0,) * (stored.ndim - 1)
            for place, chunk in enumerate(chunks):
                stored.id.write_direct_chunk((self.runs + place * ROWS, *beside), chunk)
        self.runs += runs
        self._disk.check()

    def fill(self, name: str, values: NDArray[Any]) -> None:
        """Say what a variable that is no run's own comes to."""
        self._file.variables[name][...] = values


@contextmanager
def writing(file: Path, head: xr.Dataset) -> Iterator[Writer]:
    """A file laid out like `head`, to which runs can be added; OSError if the disk does not take it."""
    import h5netcdf

    packing = {"zlib": True, "complevel": LEVEL, "shuffle": True}
    encoding: dict[str, dict[str, Any]] = {}
    for name, one in head.variables.items():
        if "run" in one.dims:
            # Of axes without labels HDF5 wants chunks too.
            sizes = (ROWS, *(max(size, 1) for size in one.shape[1:]))
            encoding[str(name)] = {**packing, "chunksizes": sizes}
    file.write_bytes(head.to_netcdf(engine="h5netcdf", unlimited_dims=("run",), encoding=encoding))
    with file.open("r+b", buffering=0) as opened:
        disk = _Disk(opened)
        with h5netcdf.File(disk, "r+") as laid_out:
            yield Writer(laid_out, disk)
        disk.check()


class _Disk(io.RawIOBase):
    """A file for HDF5, which takes the whole interpreter down when the disk is full: it is not told of it."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self._error: OSError | None = None

    def check(self) -> None:
        """Raise what went wrong."""
        if self._error is not None:
            raise self._error

    def write(self, content: Any) -> int:
        """Write all of it; after a fault nothing more."""
        rest = memoryview(content)
        while rest and self._error is None:
            try:
                rest = rest[self._file.write(rest) :]
            except OSError as error:
                self._error = error
        return len(content)

    def readinto(self, into: Any) -> int:
        """Read what is there."""
        return self._file.readinto(into)

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(place, whence)

    def tell(self) -> int:
        """The place."""
        return self._file.tell()

    def truncate(self, size: int | None = None) -> int:
        """Cut to a size, or lengthen."""
        try:
            return self._file.truncate(size)
        except OSError as error:
            self._error = self._error or error
            return size or 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def writable(self) -> bool:
        """It can be written."""
        return True

    def seekable(self) -> bool:
        """It has places."""
        return True
