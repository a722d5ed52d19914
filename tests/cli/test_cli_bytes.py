"""The same run gives the same files in every process, whatever the order that Python's hashes fall in."""

import pytest
from made_up_result import make_result


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_exports_are_the_same_bytes_in_every_process(buju, write, tmp_path, lang):
    run = write(make_result(chosen=6, technologies=8))
    made = []
    for seed in ("1", "2"):
        buju(
            "export", run, "-o", seed, "--as", "csv,json,xlsx,svg,pdf", lang=lang, env={"PYTHONHASHSEED": seed}, code=0
        )
        made.append({p.name: p.read_bytes() for p in (tmp_path / seed).iterdir()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
