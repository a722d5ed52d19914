"""The same run gives the same files in every process, whatever the order that Python's hashes fall in."""

import pytest

from buju_testing.made_up_result import make_result
from buju_testing.sample_run import sample


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


def test_documents_maps_and_graphs_are_the_same_bytes_in_every_process(buju, write, tmp_path):
    docx = pytest.importorskip("docx")
    paper = docx.Document()
    for field in ("title", "centres_table", "reasons", "money_table", "rejected_table"):
        paper.add_paragraph(f"{{{{{field}}}}}")
    paper.save(tmp_path / "mine.docx")
    run, forms = write(sample()), "docx,template,geojson,gpkg,graphml,gexf"
    made = []
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed}
        buju("export", run, "-o", seed, "--as", forms, "--template", "mine.docx", lang="zh", env=env, code=0)
        made.append({p.name: p.read_bytes() for p in (tmp_path / seed).iterdir()})
    assert len(made[0]) == 6
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
