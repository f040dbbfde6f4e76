"""Maps read as tables: GeoJSON, and what GoGoCarto exports."""

import json

import pytest
from cae_tiers_lieux.sheets import geo
from cae_tiers_lieux.sheets.directory import read_space
from cae_tiers_lieux.sheets.tabular import WrongFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def texts(data, **options):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return [row.cells for row in geo.read(raw, **options)]


def test_geojson_is_a_table():
    features = [
        {
            "type": "Feature",
            "properties": {
                "nom": "Tau",
                "adresse": {"cp": "31000"},
                "types": ["Coworking", "Café"],
            },
            "geometry": {"type": "Point", "coordinates": [1.44, 43.6]},
        },
        {"type": "Feature", "properties": {"nom": "Nid"}, "geometry": None},
        {"type": "Feature", "properties": {"nom": "X"}, "geometry": {"type": "Polygon"}},
    ]
    assert texts({"type": "FeatureCollection", "features": features}) == [
        ("nom", "types", "cp", "latitude", "longitude"),
        ("Tau", "Coworking, Café", "31000", 43.6, 1.44),
        ("Nid", "", "", "", ""),
        ("X", "", "", "Polygon", "Polygon"),
    ]
    shape = read_space(4, {"name": "Tau", "latitude": "Polygon", "longitude": "Polygon"})
    assert [note.code for note in shape.notes] == ["point_unknown"]


def test_gogocarto_is_a_table_in_full_and_in_short():
    full = {
        "id": "4Z",
        "name": "Tau",
        "geo": {"latitude": 43.6, "longitude": 1.44},
        "address": {
            "streetAddress": "1 rue A",
            "addressLocality": "Toulouse",
            "postalCode": "31000",
        },
        "categories": ["Coworking"],
        "categoriesFull": [{"id": 1, "name": "Coworking"}],
        "openHours": {"Mo": "9h"},
    }
    titles, tau = texts({"licence": "x", "ontology": "gogofull", "data": [full]})
    assert dict(zip(titles, tau, strict=True)) == {
        "id": "4Z",
        "name": "Tau",
        "categories": "Coworking",
        "categoriesFull": "Coworking",
        "latitude": 43.6,
        "longitude": 1.44,
        "streetAddress": "1 rue A",
        "addressLocality": "Toulouse",
        "postalCode": "31000",
        "Mo": "9h",
    }
    short = {"mapping": ["id", ["name"], "latitude", "longitude"], "data": [["4Z", ["T"], 43, 1]]}
    assert texts(short) == [("id", "name", "latitude", "longitude"), ("4Z", "T", 43, 1)]


def test_an_inner_value_never_hides_an_outer_one():
    assert texts({"data": [{"address": {"name": "Halle"}, "name": "Tau"}]}) == [
        ("name", "address.name"),
        ("Tau", "Halle"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "json"),
        (b'{"type": "Topology", "arcs": []}', "json"),
        (b'{"data": [', "json_broken"),
        (b"[" * 100_000, "json_broken"),
        (b'{"data": [{"n": ' + b"9" * 10_000 + b"}]}", "json_broken"),
        (b"[" + b"{}," * 50_001 + b"{}]", "json_big"),
        (json.dumps([{f"c{n}": 1 for n in range(400)}]).encode(), "json_big"),
        (b"[" + b" " * (31 << 20) + b"{}]", "json_big"),
    ],
)
def test_what_is_no_map_or_too_big_a_one_is_refused(data, code):
    with pytest.raises(WrongFile) as caught:
        geo.read(data)
    assert caught.value.code == code


def test_a_deep_place_is_cut_and_a_strange_text_is_made_storable():
    deep = {"a": 1}
    for _ in range(50):
        deep = {"n": deep}
    assert len(texts([deep])) == 2
    assert texts(b'[{"name": "a\\u0000\\ud800b", "n": 1e999}]')[1] == ("a?b", "inf")
    assert texts([{"name": "a"}, {"name": "b"}], limit=1) == [("name",), ("a",)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type features properties geometry coordinates data mapping name geo".split()
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_any_json_gives_rows_or_a_reason(found):
    try:
        rows = geo.read(json.dumps(found).encode())
    except WrongFile:
        return
    assert len({len(row.cells) for row in rows}) == 1
    for one in rows:
        for cell in one.cells:
            assert isinstance(cell, (str, int, float))
            assert "\0" not in str(cell)


@given(st.binary(max_size=60))
def test_any_bytes_give_rows_or_a_reason(data):
    try:
        geo.read(b"{" + data)
    except WrongFile:
        pass
