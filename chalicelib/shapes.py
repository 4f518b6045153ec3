"""Input shapes: one declaration reads, explains and documents a request body.

A `Record` is a frozen value whose fields are declared once. From that declaration come the reader (which
collects *every* fault, each with its JSON Pointer and a Korean sentence), the JSON Schema of the OpenAPI
document and the labels that the booth shows. A field that is absent or null was not answered and is `None`;
nothing here turns that into zero or "no". Nothing that knows HTTP, storage or law may enter.

>>> class Cup(Record):
...     price: int | None = won("값")
...     colour: str | None = code({"red": "빨강"}, "색")
>>> Cup.parse({"price": 1500}).price
1500
>>> faults: list[Fault] = []
>>> _ = Cup.read({"price": -1, "colour": "blue", "size": 3}, "", faults)
>>> [(f.pointer, f.code) for f in faults]
[('/size', 'unknown_key'), ('/price', 'too_small'), ('/colour', 'unknown_code')]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, TypeVar

MAX_WON = 10**15
"""No amount above 1,000조 won is believed to be a household's."""


class Fault(NamedTuple):
    """One thing wrong with an input: where (JSON Pointer), which kind, and a Korean sentence saying what to do."""

    pointer: str
    code: str
    detail: str


class Invalid(ValueError):
    """The input has faults; `faults` lists all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.pointer}: {f.code}" for f in self.faults))


class Shape:
    """How one value is read. `read` returns None and adds a fault when the value does not fit."""

    def __init__(self, label: str) -> None:
        self.label = label

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        raise TypeError("a Shape subclass reads")  # pragma: no cover

    def schema(self) -> dict[str, Any]:
        raise TypeError("a Shape subclass documents itself")  # pragma: no cover

    def refuse(self, faults: list[Fault], pointer: str, code: str, what: str) -> Any:
        """Add a fault; the reader that found it returns the None that comes back."""
        faults.append(Fault(pointer, code, f"‘{self.label}’ 항목을 확인해 주세요. {what}"))
        return None


class IntShape(Shape):
    def __init__(self, label: str, low: int, high: int, unit: str = "") -> None:
        super().__init__(label)
        self.low, self.high, self.unit = low, high, unit

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is not int:
            unit = "원 단위의 정수" if self.unit == "won" else "정수"
            return self.refuse(faults, pointer, "not_an_integer", f"{unit}로 적어 주세요.")
        if value < self.low:
            return self.refuse(faults, pointer, "too_small", f"{self.low:,} 이상이어야 합니다.")
        if value > self.high:
            return self.refuse(faults, pointer, "too_large", f"{self.high:,} 이하여야 합니다.")
        return value

    def schema(self) -> dict[str, Any]:
        doc: dict[str, Any] = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return doc | {"description": self.label + (" (원)" if self.unit == "won" else "")}


class RateShape(Shape):
    """A yearly rate in percent, read into an exact Decimal with at most four decimals."""

    HIGH = Decimal(100_000)

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is int:
            value = Decimal(value)
        if type(value) is not Decimal or not value.is_finite():
            return self.refuse(faults, pointer, "not_a_number", "연이율(%)을 숫자로 적어 주세요. 예: 17.9")
        if value < 0:
            return self.refuse(faults, pointer, "too_small", "0 이상이어야 합니다.")
        if value > self.HIGH:
            return self.refuse(faults, pointer, "too_large", f"{self.HIGH:,} 이하여야 합니다.")
        if value != value.quantize(Decimal("0.0001")):
            return self.refuse(faults, pointer, "too_precise", "소수점 아래 네 자리까지 적을 수 있습니다.")
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 100_000, "description": self.label + " (연 %)"}


class BoolShape(Shape):
    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is not bool:
            return self.refuse(faults, pointer, "not_a_boolean", "true 또는 false여야 합니다.")
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean", "description": self.label}


class DateShape(Shape):
    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        try:
            if type(value) is str and len(value) == 10:
                day = date.fromisoformat(value)
                if 1900 <= day.year <= 2100:
                    return day
        except ValueError:
            pass
        return self.refuse(
            faults, pointer, "not_a_date", "1900년에서 2100년 사이의 날짜를 2026-11-22처럼 적어 주세요."
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "description": self.label}


class TextShape(Shape):
    def __init__(self, label: str, longest: int, pattern: str = "") -> None:
        super().__init__(label)
        self.longest, self.pattern = longest, pattern

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is not str:
            return self.refuse(faults, pointer, "not_text", "글자로 적어 주세요.")
        if len(value) > self.longest:
            return self.refuse(faults, pointer, "too_long", f"{self.longest:,}자 이하로 적어 주세요.")
        if any(0xD800 <= ord(c) <= 0xDFFF or c == "\0" for c in value):
            return self.refuse(faults, pointer, "bad_character", "읽을 수 없는 문자가 들어 있습니다.")
        if self.pattern:
            import re

            if not re.fullmatch(self.pattern, value):
                return self.refuse(faults, pointer, "bad_form", "적는 방식이 맞지 않습니다.")
        return value

    def schema(self) -> dict[str, Any]:
        doc: dict[str, Any] = {"type": "string", "maxLength": self.longest, "description": self.label}
        return doc | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


class CodeShape(Shape):
    """One of a closed set of codes; `codes` maps each to its Korean name."""

    def __init__(self, label: str, codes: Mapping[str, str]) -> None:
        super().__init__(label)
        self.codes = codes

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is not str:
            return self.refuse(faults, pointer, "not_text", "정해진 코드 가운데 하나여야 합니다.")
        if value not in self.codes:
            known = ", ".join(self.codes)
            return self.refuse(faults, pointer, "unknown_code", f"다음 가운데 하나여야 합니다: {known}")
        return value

    def schema(self) -> dict[str, Any]:
        names = ", ".join(f"{code}: {name}" for code, name in self.codes.items())
        return {"type": "string", "enum": list(self.codes), "description": f"{self.label} ({names})"}


class ListShape(Shape):
    def __init__(self, label: str, item: Shape, most: int, unique: bool = False) -> None:
        super().__init__(label)
        self.item, self.most, self.unique = item, most, unique

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        if type(value) is not list:
            return self.refuse(faults, pointer, "not_a_list", "목록이어야 합니다.")
        if len(value) > self.most:
            return self.refuse(faults, pointer, "too_many", f"{self.most:,}개까지 적을 수 있습니다.")
        before = len(faults)
        read = tuple(self.item.read(entry, f"{pointer}/{i}", faults) for i, entry in enumerate(value))
        if self.unique and len(faults) == before and len(set(read)) != len(read):
            return self.refuse(faults, pointer, "repeated", "같은 값이 두 번 들어 있습니다.")
        return read

    def schema(self) -> dict[str, Any]:
        doc: dict[str, Any] = {"type": "array", "items": self.item.schema(), "maxItems": self.most}
        return doc | ({"uniqueItems": True} if self.unique else {}) | {"description": self.label}


class RecordShape(Shape):
    def __init__(self, label: str, record: type[Record]) -> None:
        super().__init__(label)
        self.record = record

    def read(self, value: Any, pointer: str, faults: list[Fault]) -> Any:
        return self.record.read(value, pointer, faults)

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/components/schemas/{self.record.__name__}"}


R = TypeVar("R", bound="Record")


class Record:
    """A frozen value read from a JSON object. Subclasses declare fields with the helpers below.

    `must` names the fields that have to be there; everything else may stay unanswered (`None`).
    """

    fields: ClassVar[dict[str, Shape]] = {}
    must: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        own = {name: shape for name, shape in vars(cls).items() if isinstance(shape, Shape)}
        cls.fields = {**cls.fields, **own}
        for name in own:
            setattr(cls, name, None)  # an unanswered field reads as None from the class

    def __init__(self, **answers: Any) -> None:
        unknown = answers.keys() - self.fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        self.__dict__.update({name: value for name, value in answers.items() if value is not None})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; use replace()")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), tuple(sorted(self.__dict__.items(), key=lambda kv: kv[0]))))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.fields if name in self.__dict__)
        return f"{type(self).__name__}({inner})"

    def replace(self: R, **answers: Any) -> R:
        return type(self)(**{**self.__dict__, **answers})

    def check(self, pointer: str) -> Iterable[Fault]:
        """Faults between fields, for records that have such rules."""
        return ()

    @classmethod
    def read(cls: type[R], value: Any, pointer: str, faults: list[Fault]) -> R | None:
        """Read a JSON object; add every fault found. Numbers with a fraction must arrive as Decimal."""
        if type(value) is not dict:
            name = cls.title or cls.__name__
            faults.append(Fault(pointer, "not_an_object", f"‘{name}’ 항목은 객체여야 합니다."))
            return None
        before = len(faults)
        if not value.keys() <= cls.fields.keys():
            faults.extend(_unknown(key, pointer) for key in value if key not in cls.fields)
        answers: dict[str, Any] = {}
        for name, raw in value.items():
            if raw is not None and name in cls.fields:
                answers[name] = cls.fields[name].read(raw, f"{pointer}/{name}", faults)
        for name in cls.must:
            if value.get(name) is None:
                cls.fields[name].refuse(faults, f"{pointer}/{name}", "required", "꼭 적어야 하는 항목입니다.")
        if len(faults) > before:
            return None
        record = cls.__new__(cls)
        record.__dict__.update(answers)
        faults.extend(record.check(pointer))
        return record

    @classmethod
    def parse(cls: type[R], value: Any, pointer: str = "") -> R:
        """Read or raise `Invalid` with every fault."""
        faults: list[Fault] = []
        record = cls.read(value, pointer, faults)
        if faults or record is None:
            raise Invalid(faults)
        return record

    def dump(self) -> dict[str, Any]:
        """The answered fields as JSON values (Decimal for rates, ISO text for dates), in declared order."""
        return {name: _dump(self.__dict__[name]) for name in self.fields if name in self.__dict__}

    @classmethod
    def schema(cls) -> dict[str, Any]:
        doc: dict[str, Any] = {"type": "object", "additionalProperties": False}
        doc["properties"] = {name: _nullable(shape, name in cls.must) for name, shape in cls.fields.items()}
        if cls.must:
            doc["required"] = list(cls.must)
        return doc | {"description": cls.title or cls.__name__}

    @classmethod
    def schemas(cls) -> dict[str, dict[str, Any]]:
        """JSON Schemas of this record and of every record below it, by class name."""
        found = {cls.__name__: cls.schema()}
        for shape in cls.fields.values():
            inner = shape.item if isinstance(shape, ListShape) else shape
            if isinstance(inner, RecordShape):
                found |= inner.record.schemas()
        return found


def _unknown(key: Any, pointer: str) -> Fault:
    step = str(key)[:60].replace("~", "~0").replace("/", "~1")
    return Fault(f"{pointer}/{step}", "unknown_key", "알 수 없는 항목입니다. 이름을 확인해 주세요.")


def _nullable(shape: Shape, required: bool) -> dict[str, Any]:
    """An optional field may be null, which means the same as leaving it out: not answered."""
    doc = shape.schema()
    if required:
        return doc
    return {"anyOf": [doc, {"type": "null"}]}


def _dump(value: Any) -> Any:
    if isinstance(value, Record):
        return value.dump()
    if isinstance(value, tuple):
        return [_dump(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def won(label: str, low: int = 0) -> Any:
    """An amount in whole won, at most 1,000조."""
    return IntShape(label, low, MAX_WON, "won")


def count(label: str, low: int = 0, high: int = 1_000) -> Any:
    return IntShape(label, low, high)


def rate(label: str) -> Any:
    return RateShape(label)


def flag(label: str) -> Any:
    return BoolShape(label)


def day(label: str) -> Any:
    return DateShape(label)


def text(label: str, longest: int = 200, pattern: str = "") -> Any:
    return TextShape(label, longest, pattern)


def code(codes: Mapping[str, str], label: str) -> Any:
    return CodeShape(label, codes)


def codes(table: Mapping[str, str], label: str) -> Any:
    return ListShape(label, CodeShape(label, table), len(table), unique=True)


def record(kind: type[Record], label: str) -> Any:
    return RecordShape(label, kind)


def records(kind: type[Record], label: str, most: int) -> Any:
    return ListShape(label, RecordShape(label, kind), most)


def numbers(label: str, most: int, low: int = 0, high: int = MAX_WON) -> Any:
    return ListShape(label, IntShape(label, low, high), most)
