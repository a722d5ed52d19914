"""How QGIS draws the layers of a GeoPackage by itself: one style a layer, in the table ``layer_styles`` that it reads.

Centres have the colour of their field, as everywhere, and the shape of their standing; districts are pale, with their
names. What does not live here: the file (``geopackage``) and the layers (``map_layers``).
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from graph.base.words import Lang
from planner.layout import content
from planner.layout.content import Result
from planner.layout.figures import colours
from planner.layout.maps.map_layers import Layer
from planner.layout.text import legal

TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""
"""As QGIS itself makes it when a style is saved in a GeoPackage."""
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_SHAPES: Mapping[str, tuple[str, float, float]] = {
    "chosen": ("circle", 3.6, 1.0),
    "existing": ("square", 3.2, 1.0),
    "rejected": ("circle", 2.0, 0.45),
    "ended": ("cross2", 2.6, 0.7),
}
"""Marker, size in millimetres and opacity of a centre by its layer."""
_DISTRICT = "#DCE7EE"


def style(layer: Layer, result: Result, lang: Lang) -> str:
    """The style of a layer as QGIS writes it (QML)."""
    root = Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling", labelsEnabled="1")
    if layer.name == "districts":
        _districts(root)
    else:
        _centres(root, layer, result, lang)
    _labels(root, layer, lang)
    return _DOCTYPE + tostring(root, encoding="unicode")


def _header(layer: Layer, name: str, lang: Lang) -> str:
    return next(column.header(lang) for column in layer.columns if column.key == name)


def _districts(root: Element) -> None:
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0", forceraster="0")
    symbols = SubElement(renderer, "symbols")
    outline = {"outline_color": _rgb(colours.FAINT), "outline_width": "0.3", "outline_style": "solid"}
    _symbol(symbols, "0", "fill", "SimpleFill", 1.0, {"color": _rgb(_DISTRICT), "style": "solid", **outline})


def _centres(root: Element, layer: Layer, result: Result, lang: Lang) -> None:
    """One category a field, in the order of the taxonomy; fields without a centre here have none."""
    names = content.field_names(result)
    colour = colours.field_colours(list(names))
    where = next(k for k, column in enumerate(layer.columns) if column.key == "field")
    here = {str(row[where]) for row in layer.rows}
    shape, size, opacity = _SHAPES[layer.name]
    attribute = _header(layer, "field", lang)
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=attribute, symbollevels="0", forceraster="0"
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for field in [*(f for f in names if f in here), *sorted(here - set(names))]:
        key = str(len(symbols))
        label = legal(names.get(field, field))
        SubElement(categories, "category", symbol=key, value=legal(field), label=label, render="true", type="string")
        look = {
            "name": shape,
            "size": f"{size:g}",
            "size_unit": "MM",
            "color": _rgb(colour.get(field, colours.SOFT)),
            "outline_color": "255,255,255,255",
            "outline_width": "0.3",
        }
        _symbol(symbols, key, "marker", "SimpleMarker", opacity, look)


def _symbol(parent: Element, name: str, kind: str, drawn: str, opacity: float, look: Mapping[str, str]) -> None:
    symbol = SubElement(parent, "symbol", type=kind, name=name, alpha=f"{opacity:g}", clip_to_extent="1", force_rhr="0")
    layer = SubElement(symbol, "layer", {"class": drawn, "enabled": "1", "locked": "0", "pass": "0"})
    options = SubElement(layer, "Option", type="Map")
    for key, value in look.items():
        SubElement(options, "Option", type="QString", name=key, value=value)
        SubElement(layer, "prop", k=key, v=value)


def _labels(root: Element, layer: Layer, lang: Lang) -> None:
    """The name beside each centre of the plan and within each district; candidates that stay out have none."""
    if layer.name == "rejected":
        root.set("labelsEnabled", "0")
        return
    labelling = SubElement(root, "labeling", type="simple")
    settings = SubElement(labelling, "settings")
    size = "10" if layer.name == "districts" else "8"
    text = SubElement(
        settings,
        "text-style",
        fieldName=_header(layer, "name", lang),
        isExpression="0",
        fontSize=size,
        fontSizeUnit="Point",
        textColor=_rgb(colours.SOFT if layer.name == "districts" else colours.INK),
        textOpacity="1",
    )
    SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM", bufferColor="255,255,255,255"
    )
    SubElement(settings, "placement", placement="1" if layer.name == "districts" else "6", dist="1", distUnits="MM")


def _rgb(colour: str) -> str:
    """A colour as QGIS writes it.

    >>> _rgb("#0B6E99")
    '11,110,153,255'
    """
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"
