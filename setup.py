"""The house as one import name: engines/, templates/ and fonts/ are mapped under `proofpress` (see pyproject.toml)."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["proofpress", "proofpress.*"]),
        *(f"proofpress.{name}" for name in find_packages(include=["engines", "engines.*"])),
        "proofpress.templates",
        "proofpress.fonts",
    ],
    package_dir={
        "proofpress": "proofpress",
        "proofpress.engines": "engines",
        "proofpress.templates": "templates",
        "proofpress.fonts": "fonts",
    },
    include_package_data=False,  # what goes in is listed here, nothing by accident
    package_data={
        "proofpress": ["view/*.j2", "view/*.css", "view/*.js", "skeletons/**/*"],
        "proofpress.engines": ["**/*.yaml", "**/*.json", "**/*.csv"],
        "proofpress.templates": ["**/*.yaml", "**/*.j2", "**/*.md", "**/*.txt", "**/*.csv"],
        "proofpress.fonts": ["**/*"],
    },
)
