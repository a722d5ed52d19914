"""Cities of a size that a push takes a while for."""

import numpy as np

from graph.model.ecosystem import DatasetInfo, Ecosystem


def big_city(people=4000):
    number = np.arange(people)
    text = lambda prefix, values: np.array([f"{prefix}{v}" for v in values], object)  # noqa: E731
    return Ecosystem(
        DatasetInfo("big"),
        {
            "organisations": {"id": text("O", range(100)), "name": text("单位", range(100))},
            "people": {"id": text("P", number), "name": text("人", number), "organisation_id": text("O", number % 100)},
            "technologies": {"id": text("T", range(50)), "name": text("技", range(50))},
            "capabilities": {
                "holder_id": text("P", np.repeat(number, 3)),
                "technology_id": text("T", (np.repeat(number, 3) * 7 + np.tile([0, 1, 2], people)) % 50),
                "strength": np.linspace(0, 1, people * 3),
            },
        },
    )
