"""What the catalogue takes and returns."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Adoption:
    """A code met in a sale, to be a SKU of ours until a product list says more."""

    code: str
    title: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class StatedSku:
    """A SKU as a product list states it. None and empty mean: not stated, leave as it is."""

    code: str
    title: str = ""
    title_zh: str = ""
    brand: str = ""
    barcode: str = ""
    hs_code: str = ""
    origin: str = ""
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    package_weight_g: int | None = None
    package_material: str = ""
    components: tuple[tuple[str, int], ...] = field(default=())  # (code, units in one kit)


@dataclass(frozen=True, slots=True)
class SkuRef:
    """A SKU by id and code."""

    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class SkuCard:
    """A SKU with what is known of it."""

    id: int
    code: str
    title: str
    titles: dict[str, str]  # by language
    brand: str
    barcode: str
    hs_code: str
    origin: str
    weight_g: int | None
    size_mm: tuple[int, int, int] | None
    package_weight_g: int | None
    package_material: str
    is_kit: bool
    adopted: bool
    components: tuple[tuple[SkuRef, int], ...]  # (part, units in one kit)
